// Base64 as Go's StdEncoding reads it.
import assert from 'node:assert/strict';
import { decodeBase64, encodeBase64 } from '../../../src/engine/oci/base64.ts';

describe('base64', () => {
  it('decodes padded text, with line breaks or without', () => {
    for (const text of ['aGVsbG8=', 'aGVs\r\nbG8=', 'aGVsbG8=\n']) {
      assert.deepEqual(decodeBase64(text), new TextEncoder().encode('hello'), JSON.stringify(text));
    }
    assert.deepEqual(decodeBase64(''), new Uint8Array());
  });

  it('refuses what Go refuses', () => {
    for (const text of [
      'aGVsbG8',
      'aGVs bG8=',
      'aGVsbG8-',
      'aGVsbG8_',
      '====',
      'a===',
      'aGVs=bG8',
      'aGVsbG8=aGVs',
    ]) {
      assert.equal(decodeBase64(text), undefined, text);
    }
  });

  it('gives bytes of their own, so that zeroing them touches nothing else', () => {
    const bytes = decodeBase64('aGVsbG8=');
    assert.equal(bytes?.buffer.byteLength, 5);
  });

  it('encodes a part of a buffer', () => {
    assert.equal(encodeBase64(new TextEncoder().encode('xhellox').subarray(1, 6)), 'aGVsbG8=');
  });
});
