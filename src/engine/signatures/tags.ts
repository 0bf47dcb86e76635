// The names under which cosign keeps things beside an image (cosign-formats §2.1): the digest with `-` for `:`,
// and a suffix. Without a suffix it is the referrers fallback tag (OCI distribution spec), or an image copied by cosign.
import { hexOf, isDigest } from '../oci/digest.ts';
import type { Digest } from '../oci/digest.ts';

export type AttachedKind = 'signature' | 'attestation' | 'sbom' | 'fallback';

export interface AttachedTag {
  /** What the tag's name says it belongs to. */
  readonly digest: Digest;
  readonly kind: AttachedKind;
}

const suffixes: Readonly<Record<AttachedKind, string>> = {
  signature: '.sig',
  attestation: '.att',
  sbom: '.sbom',
  fallback: '',
};

/** `sha256-HEX.sig` */
export function signatureTag(digest: Digest): string {
  return attachedTag(digest, 'signature');
}

/** `sha256-HEX.att` */
export function attestationTag(digest: Digest): string {
  return attachedTag(digest, 'attestation');
}

/** `sha256-HEX.sbom` */
export function sbomTag(digest: Digest): string {
  return attachedTag(digest, 'sbom');
}

/** `sha256-HEX`: the referrers tag schema. */
export function fallbackTag(digest: Digest): string {
  return attachedTag(digest, 'fallback');
}

/** Which digest a tag belongs to and as what, or undefined for any other tag. */
export function parseAttachedTag(tag: string): AttachedTag | undefined {
  const [, hex, suffix] = /^sha256-([0-9a-f]+)(\.[a-z]+)?$/.exec(tag) ?? [];
  const digest = `sha256:${hex ?? ''}`;
  if (!isDigest(digest)) return undefined;
  for (const kind of ['signature', 'attestation', 'sbom', 'fallback'] as const) {
    if (suffixes[kind] === (suffix ?? '')) return { digest, kind };
  }
  return undefined;
}

/** The tag that cosign gives to a thing of this kind beside the image. */
export function attachedTag(digest: Digest, kind: AttachedKind): string {
  return `sha256-${hexOf(digest)}${suffixes[kind]}`;
}
