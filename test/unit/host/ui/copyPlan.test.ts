// The lines of a copy's plan: what goes, what stays, who reads and writes, and what becomes of the tag (V1, S38).
import assert from 'node:assert/strict';
import type { CopyPlan, PlannedManifest } from '../../../../src/engine/copyPlan.ts';
import '../../../support/plainVscode.ts';

const { bytesWords, copyPlanItems } = await import('../../../../src/host/ui/copyPlan.ts');

const digest = `sha256:${'a'.repeat(64)}` as const;
const nobody = { kind: 'anonymous', detail: '', user: '' } as const;
const manifest = (change: Partial<PlannedManifest>): PlannedManifest => ({
  part: 'image',
  digest,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  bytes: new Uint8Array(),
  repository: 'ghcr.io/acme/app',
  of: undefined,
  refersTo: [],
  label: '',
  blobs: [],
  foreign: 0,
  action: 'send',
  ...change,
});
const settings = { signatureRepository: undefined, layout: undefined, legacyMediaTypes: undefined };
const planOf = (change: Partial<CopyPlan> = {}, target: Partial<CopyPlan['target']> = {}): CopyPlan => ({
  request: { reference: 'ghcr.io/acme/app:1.0', target: 'quay.io/acme/app', settings },
  source: {
    repository: 'ghcr.io/acme/app',
    tag: '1.0',
    impliedTag: false,
    credential: { description: nobody, identity: 'anonymous' },
    further: [],
  },
  digest,
  mediaType: '',
  target: {
    repository: 'quay.io/acme/app',
    tag: '1.0',
    pointsAt: undefined,
    fallbacks: [],
    credential: { description: nobody, identity: 'anonymous', push: 'granted' },
    ...target,
  },
  manifests: [manifest({})],
  lookedAt: ['ghcr.io/acme/app'],
  missing: [],
  blobs: 3,
  bytes: 12_300_000,
  machine: 'this computer',
  plannedAt: 0,
  ...change,
});
const linesOf = (plan: CopyPlan): string =>
  copyPlanItems(plan, [])
    .map(({ label, description = '', detail = '' }) => `${label} | ${description} | ${detail}`)
    .join('\n');

describe('lines of a copy’s plan', () => {
  it('begin with Copy and what would be sent, and only that line copies [V1] [S38]', () => {
    const items = copyPlanItems(planOf(), []);
    assert.equal(items[0]?.label, 'Copy');
    assert.match(items[0].detail ?? '', /3 blobs, 12\.3 MB/);
    assert.deepEqual(
      items.map(({ value }) => value).filter((value) => value === 'go'),
      ['go'],
    );
  });

  it('say what becomes of the tag', () => {
    assert.match(linesOf(planOf()), /The tag is new there/);
    assert.match(linesOf(planOf({}, { tag: undefined })), /By its digest alone/);
    assert.match(linesOf(planOf({}, { pointsAt: digest })), /points at this image already/);
    const moved = linesOf(planOf({}, { pointsAt: `sha256:${'b'.repeat(64)}` }));
    assert.match(moved, /The tag moves: from sha256:bbbbbbbbbbbb… to sha256:aaaaaaaaaaaa…/);
  });

  it('list every manifest with what is done with it', () => {
    const manifests = [
      manifest({ part: 'platform', label: 'linux/amd64', action: 'there' }),
      manifest({ part: 'signatures', action: 'merge' }),
      manifest({ part: 'sbom', action: 'stays' }),
      manifest({ part: 'referrer', label: 'application/x-scan', foreign: 2 }),
    ];
    const lines = linesOf(planOf({ manifests }));
    assert.match(lines, /Image of the index linux\/amd64 \| is there/);
    assert.match(lines, /Signatures \| is added to those that are there/);
    assert.match(lines, /SBOM \| is left out/);
    assert.match(lines, /Referrer application\/x-scan \| is sent .*2 layers stand on other servers/);
  });

  it('name both credentials and the machine, and warn where push is denied [U14]', () => {
    const credential = { description: nobody, identity: 'anonymous', push: 'denied' } as const;
    const lines = linesOf(planOf({}, { credential }));
    assert.match(lines, /^Copy Anyway/);
    assert.match(lines, /Credential to read: .*On this computer/);
    assert.match(lines, /Credential to write: .*The registry denies push/);
  });

  it('name who reads the signature repository too [U14]', () => {
    const somebody = {
      ...nobody,
      kind: 'docker-auth-config',
      detail: '~/.docker/config.json',
      user: 'ann',
    } as const;
    const credential = { description: somebody, identity: 'ann' };
    const { source } = planOf();
    const further = [{ repository: 'b.example/sigs', credential }];
    const lines = linesOf(planOf({ source: { ...source, further } }));
    assert.match(lines, /Credential to read: .*On this computer/);
    assert.match(lines, /Credential to read b\.example\/sigs: .*user ann.*On this computer/);
  });

  it('say where signatures were looked for, and which referrers are gone', () => {
    const looked = { lookedAt: ['a.example/app', 'b.example/sigs'], missing: [digest] };
    const signatures = manifest({ part: 'signatures', of: digest });
    const lines = linesOf(planOf({ ...looked, manifests: [manifest({}), signatures] }));
    assert.match(lines, /looked for in a\.example\/app, b\.example\/sigs/);
    assert.match(lines, /1 referrers are listed and are not in the registry/);
    assert.match(
      linesOf(planOf(looked)),
      /No signature was found, and nothing else, in a\.example\/app, b\.example/,
    );
  });

  it('count bytes as people do', () => {
    assert.deepEqual([0, 999, 1000, 1_500_000, 2e13].map(bytesWords), [
      '0 bytes',
      '999 bytes',
      '1.0 kB',
      '1.5 MB',
      '20.0 TB',
    ]);
  });
});
