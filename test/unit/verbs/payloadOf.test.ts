// When a signature is there already: only one that every cosign reads is reason to write none.
import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { parsePublicKey } from '../../../src/engine/keys/publicKey.ts';
import { isSignedAlready } from '../../../src/engine/verbs/payloadOf.ts';
import { digestOf } from '../../../src/engine/oci/digest.ts';
import { simpleSigning } from '../../../src/engine/oci/mediaTypes.ts';
import { goodPayload } from '../../support/signed.ts';

describe('a signature that is there already', () => {
  const payload = goodPayload();
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const key = parsePublicKey(publicKey.export({ type: 'spki', format: 'pem' }).toString(), 'k');
  const layer = (signature: Uint8Array | undefined, of = payload) => ({
    index: 0,
    descriptor: { mediaType: simpleSigning, size: of.length, digest: digestOf(of) },
    signature,
    problem: undefined,
    source: '',
  });

  it('is this key’s over this payload, in a form that cosign verifies by itself [S36]', () => {
    const isThere = isSignedAlready(key, payload);
    assert.equal(isThere(layer(sign('sha256', payload, privateKey))), true);
    assert.equal(isThere(layer(undefined)), false);
    assert.equal(isThere(layer(sign('sha256', payload, privateKey), goodPayload([['a', '1']]))), false);
  });

  it('is not one that cosign made of this key and does not verify itself', () => {
    assert.equal(isSignedAlready(key, payload)(layer(sign('sha384', payload, privateKey))), false);
  });
});
