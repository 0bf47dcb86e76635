// The host and the engine are two bundles, each with the grammar of signature tags: they agree (cosign-formats §2.1).
import assert from 'node:assert/strict';
import { parseAttachedTag, signatureTag } from '../../../../src/engine/signatures/tags.ts';
import { isSignatureTag, shortSignatureTag, subjectOf } from '../../../../src/host/tree/signatureTag.ts';

const hex = '0123456789ab'.padEnd(64, 'c');

describe('a signature tag', () => {
  const tags = [
    signatureTag(`sha256:${hex}`),
    `sha256-${hex}`,
    `sha256-${hex}.att`,
    `sha256-${hex}.SIG`,
    `sha256-${hex.toUpperCase()}.sig`,
    `sha256-${hex.slice(1)}.sig`,
    `sha256-${hex}0.sig`,
    `sha512-${hex}.sig`,
    `x-sha256-${hex}.sig`,
    `sha256-${hex}.sig.sig`,
    'latest',
  ];
  for (const tag of tags) {
    it(`is for the tree what it is for the engine: ${tag.replace(hex, 'HEX')}`, () => {
      const parsed = parseAttachedTag(tag);
      const subject = parsed?.kind === 'signature' ? parsed.digest : undefined;
      assert.equal(subjectOf(tag), subject);
      assert.equal(isSignatureTag(tag), subject !== undefined);
    });
  }

  it('is cut short to what tells it from others', () => {
    assert.equal(shortSignatureTag(`sha256-${hex}.sig`), 'sha256-0123456789ab….sig');
    assert.equal(shortSignatureTag('latest'), 'latest');
  });
});
