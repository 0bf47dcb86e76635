// Digests: SHA-256 in one spelling.
import assert from 'node:assert/strict';
import { digestOf, hexOf, isDigest } from '../../../src/engine/oci/digest.ts';

const empty = 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

describe('digests', () => {
  it('are the SHA-256 of the bytes in lower-case hex', () => {
    assert.equal(digestOf(new Uint8Array()), empty);
    assert.equal(hexOf(digestOf(new Uint8Array())), empty.slice(7));
  });

  it('have one spelling', () => {
    assert.equal(isDigest(empty), true);
    const others = [
      empty.toUpperCase(),
      empty.slice(0, -1),
      `${empty}0`,
      ` ${empty}`,
      `${empty}\n`,
      empty.replace('sha256', 'sha512'),
      empty.slice(7),
      empty.replace(':', '-'),
      empty.replace('e', 'g'),
    ];
    for (const other of others) assert.equal(isDigest(other), false, other);
  });
});
