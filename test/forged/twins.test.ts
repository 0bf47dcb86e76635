// (r, n−s) is a good ECDSA signature wherever (r, s) is one, and everybody can make it. Both are shown as they are, and
// they are one signer's word.
import assert from 'node:assert/strict';
import { sign } from 'node:crypto';
import { decideVerdict } from '../../src/engine/checks/decideVerdict.ts';
import { judgeSignature } from '../../src/engine/checks/judge.ts';
import { curves } from '../../src/engine/keys/curves.ts';
import { place, signaturesIn } from '../support/judged.ts';
import { context, goodPayload, makeKey, signed } from '../support/signed.ts';

const release = makeKey('release');

describe('The twin of a signature', () => {
  it('verifies, is shown beside it, and counts its signer once [N8]', () => {
    const payload = goodPayload();
    const raw = sign('sha256', payload, { key: release.privateKey, dsaEncoding: 'ieee-p1363' });
    const s = BigInt(`0x${raw.subarray(32).toString('hex')}`);
    const twin = (curves['ecdsa-p256'].order - s).toString(16).padStart(64, '0');
    const both = [raw, Buffer.concat([raw.subarray(0, 32), Buffer.from(twin, 'hex')])];
    assert.notDeepEqual(both[0], both[1]);

    const asked = context([release]);
    const judged = both.map((signature, index) =>
      judgeSignature(signed(release, payload, { signature, index }), asked),
    );
    assert.deepEqual(
      judged.map(({ index, status }) => [index, status]),
      [
        [0, 'valid'],
        [1, 'valid'],
      ],
    );
    const places = [signaturesIn(place(), 2)];
    const decision = decideVerdict({ judges: asked.judges, places, judged });
    assert.equal(decision.verdict, 'verified');
    assert.equal(decision.judges.rules[0]?.satisfiedBy.length, 1);
  });
});
