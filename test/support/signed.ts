// Real keys and signatures for tests of checks: made with node:crypto alone, so that the engine's own signer is no
// part of what is tested.
import { generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { JudgeContext } from '../../src/engine/checks/found.ts';
import type { FoundSignature } from '../../src/engine/signatures/foundSignature.ts';
import { parsePublicKey } from '../../src/engine/keys/publicKey.ts';
import { digestOf } from '../../src/engine/oci/digest.ts';
import type { Digest } from '../../src/engine/oci/digest.ts';
import { simpleSigning } from '../../src/engine/oci/mediaTypes.ts';
import { parseRepository } from '../../src/engine/oci/reference.ts';
import { buildPayload } from '../../src/engine/signatures/payload.ts';
import type { TrustedKey } from '../../src/engine/trustedSigners/trustedKey.ts';
import { judgesOf, place } from './judged.ts';

export interface TestKey {
  readonly trusted: TrustedKey;
  readonly pem: string;
  readonly privateKey: KeyObject;
}

export function makeKey(label = ''): TestKey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  return { trusted: { publicKey: parsePublicKey(pem, label), label, file: '' }, pem, privateKey };
}

export const subject: Digest = digestOf(Buffer.from('an image'));
export const otherSubject: Digest = digestOf(Buffer.from('another image'));
export const repository = parseRepository('ghcr.io/acme/app');

type Annotations = readonly (readonly [name: string, value: string])[];

/** The payload that cosign would sign for this image. */
export function goodPayload(annotations: Annotations = [], digest: Digest = subject): Uint8Array {
  return buildPayload('ghcr.io/acme/app', digest, annotations);
}

/** A layer with this payload, signed by this key: what is found in a `.sig` image. */
export function signed(
  key: TestKey,
  payload: Uint8Array,
  change: Partial<FoundSignature> = {},
): FoundSignature {
  return {
    place: place(),
    index: 0,
    format: 'simple-signing',
    descriptor: { mediaType: simpleSigning, size: payload.length, digest: digestOf(payload) },
    payload,
    signature: sign('sha256', payload, key.privateKey),
    problem: undefined,
    ...change,
  };
}

/** One user rule with these keys, and what is asked for. */
export function context(keys: readonly TestKey[], change: Partial<JudgeContext> = {}): JudgeContext {
  return {
    judges: judgesOf(keys.map(({ trusted }) => trusted)),
    repository,
    subject,
    wantedAnnotations: [],
    ...change,
  };
}
