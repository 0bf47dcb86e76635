// The annotations check: a trusted key's signature that does not say what was asked for.
import assert from 'node:assert/strict';
import { assertOnlyThisRejects, assertVerified } from '../support/forged.ts';
import { context, goodPayload, makeKey, signed } from '../support/signed.ts';

const release = makeKey('release');
const asked = context([release], {
  wantedAnnotations: [
    ['env', 'production'],
    ['build', '1'],
  ],
});

function saying(optional: string): Uint8Array {
  return Buffer.from(
    Buffer.from(goodPayload()).toString().replace('"optional":null', `"optional":${optional}`),
  );
}

describe('A signature with other annotations', () => {
  it('is refused when an annotation that was asked for has another value [S14]', () => {
    const forged = signed(
      release,
      goodPayload([
        ['env', 'test'],
        ['build', '1'],
      ]),
    );
    const result = assertOnlyThisRejects('annotations', 'rejected', forged, asked);
    assert.equal(result.expected, 'env="production", build="1"');
    assert.equal(result.found, 'build="1", env="test"');
    assertVerified(forged, context([release]));
  });

  it('is refused when an annotation that was asked for is missing or written otherwise', () => {
    const payloads = [
      goodPayload(),
      goodPayload([['build', '1']]),
      goodPayload([
        ['env', 'Production'],
        ['build', '1'],
      ]),
      goodPayload([
        ['ENV', 'production'],
        ['build', '1'],
      ]),
      goodPayload([
        ['env', 'production '],
        ['build', '1'],
      ]),
    ];
    for (const payload of payloads) {
      assertOnlyThisRejects('annotations', 'rejected', signed(release, payload), asked);
    }
  });

  it('is refused when a number stands where the text of that number was asked for', () => {
    const forged = signed(release, saying('{"env":"production","build":1}'));
    const result = assertOnlyThisRejects('annotations', 'rejected', forged, asked);
    assert.equal(result.found, 'env="production", build=1');
    assertVerified(signed(release, saying('{"env":"production","build":"1"}')), asked);
  });

  it('is accepted with more annotations than were asked for', () => {
    assertVerified(
      signed(
        release,
        goodPayload([
          ['env', 'production'],
          ['build', '1'],
          ['x', 'y'],
        ]),
      ),
      asked,
    );
  });
});
