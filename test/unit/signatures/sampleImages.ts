// Signature images for tests: made by the engine, and hand-written as others may write them.
import assert from 'node:assert/strict';
import { EngineError } from '../../../src/engine/errors.ts';
import { ociConfig, ociManifest, simpleSigning } from '../../../src/engine/oci/mediaTypes.ts';
import { readSignatureImage } from '../../../src/engine/signatures/readSignatureImage.ts';
import type { SignatureImage } from '../../../src/engine/signatures/readSignatureImage.ts';
import { newSignatureImage } from '../../../src/engine/signatures/signatureImage.ts';
import type { BuiltSignatureImage, NewSignature } from '../../../src/engine/signatures/signatureImage.ts';

export const place = 'ghcr.io/acme/app:sha256-….sig';
export const annotation = 'dev.cosignproject.cosign/signature';

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function textOf(built: Uint8Array): string {
  return new TextDecoder().decode(built);
}

export function signature(name: string): NewSignature {
  return { payload: bytes(`payload ${name}`), signature: bytes(`signature ${name}`) };
}

export function read(built: Pick<BuiltSignatureImage, 'manifest' | 'mediaType'>): SignatureImage {
  return readSignatureImage(built.manifest, built.mediaType, place);
}

export function imageOf(...names: readonly string[]): SignatureImage {
  return read(newSignatureImage(names.map(signature), 'oci', place));
}

export function namesIn(image: SignatureImage): readonly string[] {
  return image.signatures.map((layer) => textOf(layer.signature ?? bytes('?')).replace('signature ', ''));
}

export function configOf(image: BuiltSignatureImage): { rootfs: { diff_ids: string[] }; history: unknown[] } {
  return JSON.parse(textOf(image.config?.bytes ?? bytes('null'))) as ReturnType<typeof configOf>;
}

/** A hand-written `.sig` manifest, for what only others write. */
export function foreign(
  layers: readonly string[],
  more = '',
  configType = ociConfig,
  mediaType = ociManifest,
): SignatureImage {
  const config = `{"mediaType":"${configType}","size":5,"digest":"sha256:${'c'.repeat(64)}","data":"e30="}`;
  const text = `{"schemaVersion":2,"mediaType":"${mediaType}","config":${config},"layers":[${layers.join(',')}]${more}}`;
  return readSignatureImage(bytes(text), mediaType, place);
}

export function foreignLayer(members: string): string {
  return `{"mediaType":"${simpleSigning}","size":1,"digest":"sha256:${'d'.repeat(64)}"${members}}`;
}

export function problemOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof EngineError, String(error));
    return { code: error.code, ...error.details };
  }
  return 'none';
}
