// The report of Check Registry: a line for each finding, what to do about each "no", and no foreign text that lives.
import assert from 'node:assert/strict';
import { findingNames } from '../../../../src/engine/findings.ts';
import type { Finding, RegistryReport } from '../../../../src/engine/registryCheck.ts';
import '../../../support/plainVscode.ts';

const { registryMarkdown } = await import('../../../../src/host/report/registryReport.ts');
const { findingTitle } = await import('../../../../src/host/report/registryWords.ts');

const hostile = '[x](command:y) `<b>\u202e$(check)\n# no heading';

function report(findings: readonly Finding[], change: Partial<RegistryReport> = {}): RegistryReport {
  return {
    ...{ repository: 'registry.example.com/acme/app', findings, advice: [], written: undefined },
    ...{ requests: 12, checkedAt: 0 },
    ...change,
  };
}

const all: readonly Finding[] = findingNames.map((name) => ({
  ...{ name, answer: 'cannot-tell', evidence: { kind: 'not-tried', why: 'write' } },
}));

describe('the report of Check Registry', () => {
  it('has one line of its own for every finding', () => {
    const text = registryMarkdown(report(all));
    for (const name of findingNames) {
      const lines = text.split('\n').filter((line) => line.startsWith(`- ${findingTitle(name)}: `));
      assert.equal(lines.length, 1, name);
      assert.match(lines[0] ?? '', /\*\*could not tell\*\* \(only a write can tell\)$/);
    }
    assert.match(text, /Only read, nothing was written/);
  });

  it('says of a registry that is not reached why, and no more', () => {
    const rest = all.filter(({ name }) => name !== 'reached');
    const reached = { name: 'reached', answer: 'no', evidence: { kind: 'seen' } } as const;
    const text = registryMarkdown(report([reached, ...rest], { requests: 1 }));
    assert.match(text, /could not be reached, so nothing else can be told/);
    assert.match(text, /with 1 request$/m);
    assert.match(text, /- Reached: \*\*no\*\*/);
    assert.doesNotMatch(text, /could not tell/);
  });

  it('keeps what a registry says as it is, and lets none of it live [S22]', () => {
    const said = { kind: 'answered', status: 400, code: 'X', message: hostile, type: '' } as const;
    const product = { kind: 'product', name: hostile, by: 'answers', version: hostile } as const;
    const text = registryMarkdown(
      report([
        { name: 'oci-types', answer: 'no', evidence: said },
        { name: 'product', answer: 'yes', evidence: product },
        { name: 'etag', answer: 'yes', evidence: { kind: 'header', name: 'ETag', value: hostile } },
      ]),
    );
    const lines = text.split('\n').filter((line) => line.includes('command:y'));
    assert.equal(lines.length, 3);
    for (const line of lines) {
      assert.doesNotMatch(line.replace(/``[^`].*?[^`]``/g, ''), /command:|<b>|\$\(/);
      assert.match(line, /<U\+202E>/);
    }
    assert.doesNotMatch(text, /^# no heading/m);
  });

  it('says what to do about a “no”: the product’s setting, one of ours, or why nothing is', () => {
    const no = (name: Finding['name']): Finding => ({ name, answer: 'no', evidence: { kind: 'seen' } });
    const text = registryMarkdown(
      report([no('docker-types'), no('delete-digest'), no('chunked')], {
        advice: [
          { finding: 'docker-types', kind: 'legacy-media-types', value: false },
          { finding: 'delete-digest', kind: 'product', advice: 'distribution-delete' },
        ],
      }),
    );
    assert.match(text, /## What to do\n\n- Stores Docker media types: no\. .*legacyMediaTypes at false/);
    assert.match(text, /Deletes by digest: no\. .*storage\.delete\.enabled/);
    assert.match(text, /Takes a blob in pieces: \*\*no\*\* .*Not needed/);
  });

  it('lists what could not be removed with its digest [S39]', () => {
    const digest = `sha256:${'a'.repeat(64)}` as const;
    const left = [
      { kind: 'tag', tag: 'countersign-check-00', digest },
      { kind: 'manifest', tag: undefined, digest },
    ] as const;
    const written = { tag: 'countersign-check-00', cancelled: true, left };
    const text = registryMarkdown(report(all, { written }));
    assert.match(text, /## Left in the registry/);
    assert.ok(text.includes(`Tag \` countersign-check-00 \`, which points at \` ${digest} \``));
    assert.match(text, /cancelled on the way/);
  });
});
