// The format check: bytes that a trusted key did sign, but that are stored as something else or read in two ways.
import { digestOf } from '../../src/engine/oci/digest.ts';
import { dsseEnvelope, simpleSigning } from '../../src/engine/oci/mediaTypes.ts';
import { assertOnlyThisRejects, assertVerified } from '../support/forged.ts';
import { context, goodPayload, makeKey, otherSubject, signed, subject } from '../support/signed.ts';

const release = makeKey('release');
const payload = goodPayload();
const good = { mediaType: simpleSigning, size: payload.length, digest: digestOf(payload) };

describe('A payload in another form', () => {
  it('is refused when it is stored as something else than a simple signing layer [S16]', () => {
    for (const mediaType of ['application/octet-stream', dsseEnvelope, simpleSigning.toUpperCase(), '']) {
      for (const format of ['simple-signing', 'other'] as const) {
        const forged = signed(release, payload, { format, descriptor: { ...good, mediaType } });
        assertOnlyThisRejects('format', 'rejected', forged, context([release]));
      }
    }
    assertVerified(signed(release, payload, { descriptor: good }), context([release]));
  });

  it('is refused when its bytes are not those that the descriptor names', () => {
    for (const change of [{ size: payload.length + 1 }, { digest: digestOf(Buffer.from('other')) }]) {
      const forged = signed(release, payload, { descriptor: { ...good, ...change } });
      assertOnlyThisRejects('format', 'rejected', forged, context([release]));
    }
  });

  it('is refused when two readers could read two digests out of it', () => {
    const text = Buffer.from(payload).toString();
    const twice = text.replace(/("docker-manifest-digest":)"[^"]*"/, `$1"${otherSubject}",$1"${subject}"`);
    const otherCase = text.replace(
      '"image":',
      `"Image":{"docker-manifest-digest":"${otherSubject}"},"image":`,
    );
    for (const forged of [twice, otherCase, `${text}{}`, `${text} x`, '[]', '"text"', '{}']) {
      assertOnlyThisRejects('format', 'rejected', signed(release, Buffer.from(forged)), context([release]));
    }
  });
});
