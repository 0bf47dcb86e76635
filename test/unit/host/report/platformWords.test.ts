// What a person reads of the platform images of an index, and of an image that a verified index lists (S19).
import assert from 'node:assert/strict';
import type { Coverage, PlatformCoverage, Verdict } from '../../../../src/engine/verdict.ts';
import '../../../support/plainVscode.ts';
import { reportOf } from '../../../support/reports.ts';

const { coverageWords } = await import('../../../../src/host/report/platformWords.ts');
const { reportMarkdown } = await import('../../../../src/host/report/markdown.ts');
const { verdictSentence } = await import('../../../../src/host/report/verdictSentence.ts');
const { verifiedIndexOf } = await import('../../../../src/host/report/verifiedIndex.ts');

const digest = `sha256:${'e'.repeat(64)}` as const;
const amd64 = { os: 'linux', architecture: 'amd64' };

function image(coverage: Coverage, own: Verdict = 'unsigned'): PlatformCoverage {
  return { digest, platform: amd64, own, coverage };
}

describe('words of platform images', () => {
  it('tell apart a signature of its own, the index, nothing, and what nobody could tell [S19]', () => {
    const words = [
      image('own-signature', 'verified'),
      image('through-index'),
      image('through-index', 'could-not-check'),
      image('could-not-check', 'could-not-check'),
      image('not-covered'),
      image('not-covered', 'untrusted'),
      image('not-covered', 'rejected'),
    ].map(coverageWords);
    assert.equal(new Set(words).size, words.length);
    for (const at of [3, 4, 5, 6]) assert.doesNotMatch(words[at] ?? '', /^verified/);
  });

  it('say what a platform’s own signature fails, also where the index covers it [S19]', () => {
    assert.match(coverageWords(image('through-index', 'rejected')), /of its own fails a check/);
    assert.match(coverageWords(image('through-index', 'could-not-check')), /could not be checked/);
    assert.match(coverageWords(image('through-index', 'unsigned')), /not by a signature of its own/);
  });

  it('stand in the report of an index, line by line, foreign text as literals [S22]', () => {
    const images = [
      image('through-index'),
      { ...image('not-covered'), platform: { os: '[x](y)', architecture: '' } },
    ];
    const text = reportMarkdown({ ...reportOf('unsigned'), platforms: { images, more: 3 } });
    assert.match(
      text,
      /## Platform images\n\n- ` linux\/amd64 ` ` sha256:e{64} `: verified through the index/,
    );
    assert.match(text, /- ` \[x\]\(y\) ` .*: not signed/);
    assert.match(text, /- 3 more that the index lists were not looked at\./);
  });

  it('say of an unsigned index that its images are signed, and how many', () => {
    const images = [image('own-signature', 'verified'), image('not-covered')];
    const report = { ...reportOf('unsigned'), platforms: { images, more: 0 } };
    assert.match(verdictSentence(report), /is not signed\. .* 1 of its 2 platform images are verified/);
    assert.doesNotMatch(verdictSentence({ ...report, verdict: 'verified' }), /platform images/);
  });

  it('name the verified index that lists an image which is unsigned by itself', () => {
    const within = { tag: '1.0', digest };
    const report = { ...reportOf('unsigned'), within };
    assert.match(
      verdictSentence(report),
      /is not signed\. The index 1\.0@sha256:e{12}…, which lists this image, is verified/,
    );
    assert.match(
      reportMarkdown(report),
      /## Platform images\n\n- The index ` 1\.0@sha256:e{64} `, which lists/,
    );
  });
});

describe('the verified index of an image', () => {
  const index = { ...reportOf('verified'), platforms: { images: [image('through-index')], more: 0 } };
  const child = { ...reportOf('unsigned'), digest };

  it('is one of this session that lists it [S19]', () => {
    assert.deepEqual(verifiedIndexOf(child, [index]), { tag: '1.0', digest: index.digest });
    assert.equal(verifiedIndexOf({ ...child, digest: `sha256:${'0'.repeat(64)}` }, [index]), undefined);
    assert.equal(verifiedIndexOf({ ...child, repository: 'ghcr.io/acme/other' }, [index]), undefined);
  });

  it('is none that is not verified, or that answered another question [S19]', () => {
    assert.equal(verifiedIndexOf(child, [{ ...index, verdict: 'unsigned' }]), undefined);
    assert.equal(verifiedIndexOf({ ...child, wantedAnnotations: [['a', '1']] }, [index]), undefined);
    const judges = { ...child.judges, level: 'own-keys' as const };
    assert.equal(verifiedIndexOf({ ...child, judges }, [index]), undefined);
  });
});
