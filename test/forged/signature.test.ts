// The signature check: what anybody may write who can push, but no trusted key has signed.
import assert from 'node:assert/strict';
import { judgeSignature } from '../../src/engine/checks/judge.ts';
import { assertOnlyThisRejects, assertVerified } from '../support/forged.ts';
import { context, goodPayload, makeKey, signed } from '../support/signed.ts';

const release = makeKey('release');
const stranger = makeKey();

describe('A forged signature', () => {
  it('is refused when a stranger signed the right payload [S13]', () => {
    const result = assertOnlyThisRejects(
      'signature',
      'untrusted',
      signed(stranger, goodPayload()),
      context([release]),
    );
    assert.equal(result.expected, release.trusted.publicKey.fingerprint);
    assert.equal(result.found, '');
    assertVerified(signed(release, goodPayload()), context([release]));
  });

  it('names nobody when no key at hand verifies it [S13]', () => {
    const judged = judgeSignature(signed(stranger, goodPayload()), context([release]));
    assert.equal(judged.signer, undefined);
  });

  it('is refused when the trusted signature belongs to other bytes', () => {
    const borrowed = signed(release, goodPayload([['a', '1']])).signature;
    const forged = signed(release, goodPayload(), { signature: borrowed });
    assertOnlyThisRejects('signature', 'untrusted', forged, context([release]));
  });

  it('is refused when the signature is changed by one bit, emptied or garbage', () => {
    const good = signed(release, goodPayload()).signature ?? new Uint8Array();
    const flipped = Uint8Array.from([...good], (byte, index) =>
      index === good.length - 1 ? byte ^ 1 : byte,
    );
    for (const signature of [
      flipped,
      new Uint8Array(),
      Buffer.alloc(64),
      Buffer.from('3006020100020100', 'hex'),
    ]) {
      const forged = signed(release, goodPayload(), { signature });
      assertOnlyThisRejects('signature', 'untrusted', forged, context([release]));
    }
  });
});
