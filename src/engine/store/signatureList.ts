// Before anything is taken away (S32): the bytes under a signature tag must prove that they are a list of signatures and
// not the image itself. `sha256-HEX` names an image too, GitLab answers it with the subject, and a tag can point anywhere.
import { EngineError } from '../errors.ts';
import type { Digest } from '../oci/digest.ts';
import { dockerConfig, ociConfig, simpleSigning } from '../oci/mediaTypes.ts';
import type { RemoveObstacle } from '../problems.ts';
import type { SignatureTagReading } from '../places/signatureTag.ts';

/** Why this is left alone, or undefined for a list of signatures and nothing else. `subject`: what its tag is named for. */
export function obstacleTo(
  { digest, image }: SignatureTagReading,
  subject: Digest,
): RemoveObstacle | undefined {
  if (digest === subject) return 'is-the-subject';
  const { layers, config } = image.manifest;
  const hasOnlySignatures = layers.every(({ descriptor }) => descriptor.mediaType === simpleSigning);
  if (!hasOnlySignatures) return 'not-signatures-only';
  // Without layers it may be an image from scratch: only what an emptied list looks like is one.
  if (layers.length > 0) return undefined;
  const isEmptied = emptyConfigs.has(`${config.descriptor.mediaType} ${config.descriptor.digest}`);
  return isEmptied ? undefined : 'not-signatures-only';
}

/** Throws `not-removable`. */
export function assertRemovable(reading: SignatureTagReading, subject: Digest, place: string): void {
  const reason = obstacleTo(reading, subject);
  if (reason !== undefined) throw new EngineError('not-removable', { place, reason });
}

/** The config that cosign's builder gives an image without layers (cosign-formats §1.3), 126 bytes. */
const emptyConfig = 'sha256:a900c8b8715ba2fd4454cc1e378e67d4d03ccb60435db00e9fdbce7ddc29ef61';
const emptyConfigs = new Set([`${ociConfig} ${emptyConfig}`, `${dockerConfig} ${emptyConfig}`]);
