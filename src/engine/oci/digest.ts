// Digests as the OCI image spec writes them. Only SHA-256: nothing in the world of cosign uses another.
import { createHash } from 'node:crypto';

/** `sha256:` and 64 lower-case hex digits. */
export type Digest = `sha256:${string}`;

const pattern = /^sha256:[0-9a-f]{64}$/;

/** True for `sha256:` and 64 lower-case hex digits, and for nothing else. */
export function isDigest(text: string): text is Digest {
  return pattern.test(text);
}

/** The digest of these bytes. */
export function digestOf(bytes: Uint8Array): Digest {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** The 64 hex digits alone, as they stand in tag names. */
export function hexOf(digest: Digest): string {
  return digest.slice('sha256:'.length);
}
