// Names of what is kept beside an image.
import assert from 'node:assert/strict';
import { fallbackTag, parseAttachedTag, signatureTag } from '../../../src/engine/signatures/tags.ts';

const hex = '0123456789abcdef'.repeat(4);
const digest = `sha256:${hex}` as const;

describe('attached tags', () => {
  it('are the digest with a hyphen, and a suffix', () => {
    assert.equal(signatureTag(digest), `sha256-${hex}.sig`);
    assert.equal(fallbackTag(digest), `sha256-${hex}`);
  });

  it('are told apart by their suffix', () => {
    assert.deepEqual(parseAttachedTag(`sha256-${hex}.sig`), { digest, kind: 'signature' });
    assert.deepEqual(parseAttachedTag(`sha256-${hex}.att`), { digest, kind: 'attestation' });
    assert.deepEqual(parseAttachedTag(`sha256-${hex}.sbom`), { digest, kind: 'sbom' });
    assert.deepEqual(parseAttachedTag(`sha256-${hex}`), { digest, kind: 'fallback' });
  });

  it('are nothing but these', () => {
    const others = [
      'latest',
      '',
      `sha256-${hex}.SIG`,
      `sha256-${hex.toUpperCase()}.sig`,
      `sha256-${hex}0.sig`,
      `sha256-${hex.slice(1)}.sig`,
      `sha256-${hex}.sig\n`,
      `sha256-${hex}.`,
      `sha256-${hex}.toString`,
      `sha512-${hex}.sig`,
      `v1-sha256-${hex}.sig`,
      `sha256:${hex}`,
    ];
    for (const other of others) assert.equal(parseAttachedTag(other), undefined, other);
  });
});
