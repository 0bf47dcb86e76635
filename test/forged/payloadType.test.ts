// The payload-type check: what a trusted key signed for another purpose.
import assert from 'node:assert/strict';
import { assertOnlyThisRejects, assertVerified } from '../support/forged.ts';
import { context, goodPayload, makeKey, signed } from '../support/signed.ts';

const release = makeKey('release');
const cosignType = 'cosign container image signature';

function withType(type: string): Uint8Array {
  return Buffer.from(Buffer.from(goodPayload()).toString().replace(cosignType, type));
}

describe('A payload of another type', () => {
  it('is refused when the trusted key signed it for another purpose [S16]', () => {
    // The type of simple signing as GPG tools write it: same shape, same digest, another statement.
    const forged = signed(release, withType('atomic container signature'));
    const result = assertOnlyThisRejects('payload-type', 'rejected', forged, context([release]));
    assert.equal(result.expected, cosignType);
    assert.equal(result.found, 'atomic container signature');
    assertVerified(signed(release, withType(cosignType)), context([release]));
  });

  it('is refused when the type differs in case, in blanks or is missing [S16]', () => {
    for (const type of ['Cosign container image signature', `${cosignType} `, '']) {
      assertOnlyThisRejects('payload-type', 'rejected', signed(release, withType(type)), context([release]));
    }
  });
});
