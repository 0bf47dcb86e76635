// The words about what a registry did not let be stored: the product's own setting by its name, and what it was that was
// written.
import assert from 'node:assert/strict';
import type { WriteSetting } from '../../../../src/engine/problems.ts';
import '../../../support/plainVscode.ts';

const { wordsOfFailure } = await import('../../../../src/host/ui/errorWords.ts');

const hex = '0123456789ab'.padEnd(64, '0');
const place = (ending: string): string => `ghcr.io/acme/app:sha256-${hex}${ending}`;
const answer = {
  ...{ registry: 'ghcr.io', repository: 'acme/app', operation: '', status: 400, code: 'DENIED' },
  message: 'its own words',
};
const named: Readonly<Record<WriteSetting, RegExp>> = {
  ecr: /Amazon ECR.*exclusion filter sha256-\*/,
  harbor: /Harbor.*tag immutability rule/,
  nexus: /Nexus.*deployment policy/,
  artifactory: /Artifactory.*“Delete\/Overwrite”/,
  'docker-hub': /Docker Hub.*tag mutability settings/,
  gitlab: /GitLab.*immutable container tags/,
  google: /Artifact Registry.*“Immutable image tags”/,
  azure: /Azure.*writeEnabled.*storage limit/,
  alibaba: /Alibaba Cloud.*“Immutable”/,
  'nexus-group': /group repository of Nexus/,
  'harbor-proxy': /proxy cache project of Harbor/,
  distribution: /maintenance\.readonly/,
  'harbor-quota': /Harbor.*storage quota/,
};

describe('the words about what was not stored', () => {
  for (const [setting, words] of Object.entries(named) as [WriteSetting, RegExp][]) {
    it(`name the setting of the product: ${setting} [V11]`, () => {
      const immutable = wordsOfFailure('tag-immutable', { ...answer, tag: 'x', setting });
      const readOnly = wordsOfFailure('not-writable', { ...answer, reason: 'read-only', setting });
      for (const { message } of [immutable, readOnly]) assert.match(message, words);
    });
  }

  it('say of an unknown product what helps anywhere, or what it said itself', () => {
    const immutable = wordsOfFailure('tag-immutable', { ...answer, tag: 'x', setting: undefined });
    assert.match(immutable.message, /Exclude tags named sha256-….sig from its immutability rule/);
    const full = wordsOfFailure('not-writable', { ...answer, reason: 'full', setting: undefined });
    assert.match(full.message, /no room left for acme\/app.*The registry’s words: its own words/);
  });

  it('say what it was: signature, attestations, SBOM or the list of referrers', () => {
    const said = (ending: string): string =>
      (['not-stored', 'write-not-confirmed'] as const)
        .map((code) => {
          const details = { place: place(ending), digest: '', reason: 'registry-failed' } as const;
          return wordsOfFailure(code, details).message;
        })
        .join(' ');
    assert.match(said('.sig'), /^The signature is not stored.*The signature was sent to .*0123456789ab….sig/);
    assert.match(
      said('.att'),
      /^The attestations are not.*The attestations were sent to .*0123456789ab….att/,
    );
    assert.match(said('.sbom'), /^The SBOM is not stored.*The SBOM was sent to .*0123456789ab….sbom/);
    assert.match(said(''), /^The list of what hangs .* is not.*The list of what hangs .*0123456789ab…,/);
    for (const ending of ['.att', '.sbom', '']) assert.doesNotMatch(said(ending), /signature/i);
    const copied = { place: place('.sbom'), digest: '', reason: 'not-in-it' } as const;
    assert.match(wordsOfFailure('copy-not-confirmed', copied).message, /^The SBOM was sent/);
  });

  it('say of a list that would grow too long that nothing was written, and what to do', () => {
    const details = { place: place('.sig'), count: 1001, limit: 1000, writing: true } as const;
    const { message, actions } = wordsOfFailure('too-many-signatures', details);
    assert.match(
      message,
      /^Nothing was written: .* would hold 1001 signatures.* more than 1000\. Remove some/,
    );
    assert.ok(actions.some(({ kind }) => kind === 'open-settings'));
  });
});
