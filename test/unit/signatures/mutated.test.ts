// Signature images and payloads with bytes changed at random (from a fixed seed): whatever comes, the readers judge it
// and never fail in another way than by name.
import assert from 'node:assert/strict';
import { isEngineError } from '../../../src/engine/errors.ts';
import { readJson } from '../../../src/engine/oci/json.ts';
import type { JsonNode } from '../../../src/engine/oci/json.ts';
import { ociManifest } from '../../../src/engine/oci/mediaTypes.ts';
import { buildPayload, readPayload } from '../../../src/engine/signatures/payload.ts';
import { readSignatureImage } from '../../../src/engine/signatures/readSignatureImage.ts';
import { appendSignature, newSignatureImage } from '../../../src/engine/signatures/signatureImage.ts';
import { bytes, place, signature } from './sampleImages.ts';

const rounds = 3000;

/** Numbers from 0 up to below `limit`, the same ones in every run (a linear congruential generator). */
function seeded(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

// What JSON readers disagree about, beside plain noise.
const pieces = [
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  'null',
  '\\u0000',
  '\\ud800',
  '1e3',
  '\u017f',
  ' ',
  '"__proto__":',
];

function* mutated(original: Uint8Array, seed: number): Generator<Uint8Array> {
  const random = seeded(seed);
  for (let round = 0; round < rounds; round++) {
    const at = random(original.length);
    const until = Math.min(original.length, at + random(12));
    const kinds = [
      bytes(pieces[random(pieces.length)] ?? ''),
      Uint8Array.of(random(256)),
      // A part of itself: names and values twice.
      original.slice(random(original.length)).slice(0, random(80)),
    ];
    const middle = kinds[random(kinds.length)] ?? new Uint8Array();
    yield new Uint8Array(Buffer.concat([original.subarray(0, at), middle, original.subarray(until)]));
  }
}

function valueOf(node: JsonNode): unknown {
  if (node.type === 'array') return node.items.map(valueOf);
  if (node.type === 'string') return node.value;
  if (node.type !== 'object') return JSON.parse(node.source);
  return Object.fromEntries(node.members.map(({ name, value }) => [name, valueOf(value)]));
}

function parse(text: Uint8Array): unknown {
  try {
    return {
      value: JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(text)) as unknown,
    };
  } catch {
    return undefined;
  }
}

const annotations = [
  ['a', '1'],
  ['b', '<x&y>\u2028é'],
] as const;
const payload = buildPayload('ghcr.io/acme/app', `sha256:${'a'.repeat(64)}`, annotations);
const { manifest } = newSignatureImage(['a', 'b'].map(signature), 'oci', place);

describe('mutated documents', () => {
  it('are read as JSON.parse reads them, or refused as it refuses them', () => {
    for (const original of [payload, manifest]) {
      for (const text of mutated(original, 1)) {
        const reading = readJson(text);
        const expected = parse(text);
        const ours = 'root' in reading ? { value: valueOf(reading.root) } : undefined;
        assert.deepEqual(ours, expected, Buffer.from(text).toString());
      }
    }
  });

  it('of payloads are read or refused by name', () => {
    let read = 0;
    for (const text of mutated(payload, 2)) {
      try {
        const claims = readPayload(text);
        assert.equal(typeof claims.digest, 'string');
        read++;
      } catch (error) {
        if (!isEngineError(error, 'bad-payload')) throw error;
      }
    }
    assert.ok(read > 100 && read < rounds - 100, String(read));
  });

  it('of signature images are read or refused by name, and what is read can be appended to without a change', () => {
    let read = 0;
    for (const text of mutated(manifest, 3)) {
      try {
        const image = readSignatureImage(text, ociManifest, place);
        const built = appendSignature(image, signature('c'), place);
        const again = readSignatureImage(built.manifest, built.mediaType, place);
        assert.deepEqual(
          again.signatures.slice(0, -1).map((layer) => layer.source),
          image.signatures.map((layer) => layer.source),
        );
        read++;
      } catch (error) {
        if (!isEngineError(error, 'bad-signature-image')) throw error;
      }
    }
    assert.ok(read > 100 && read < rounds - 100, String(read));
  });
});
