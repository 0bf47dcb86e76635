// The tags in which cosign keeps signatures: `sha256-HEX.sig` for the image `sha256:HEX` (cosign pkg/oci/remote). The host's
// only copy of the grammar in engine/signatures/tags.ts, which is in another bundle; a test holds both together.
import type { Digest } from '../../engine/oci/digest.ts';

/** In cosign's list every signature stands in this annotation of its layer. */
export const signatureAnnotation = 'dev.cosignproject.cosign/signature';

const pattern = /^sha256-([0-9a-f]{64})\.sig$/;

export function isSignatureTag(tag: string): boolean {
  return pattern.test(tag);
}

/** The digest that a signature tag signs by its name, or undefined for any other tag. */
export function subjectOf(tag: string): Digest | undefined {
  const hex = pattern.exec(tag)?.[1];
  return hex === undefined ? undefined : `sha256:${hex}`;
}

/** `sha256-1f2e3d4c5b6a….sig`: enough to tell one from another. */
export function shortSignatureTag(tag: string): string {
  return isSignatureTag(tag) ? `${tag.slice(0, 'sha256-'.length + 12)}….sig` : tag;
}

const beside = /^sha256-([0-9a-f]{64})\.(sig|att|sbom)$/;

/** What cosign keeps under this tag beside an image, and beside which; undefined for any other tag. */
export function besideTag(
  tag: string,
): { readonly kind: 'signature' | 'attestation' | 'sbom'; readonly digest: Digest } | undefined {
  const [, hex, ending] = beside.exec(tag) ?? [];
  if (hex === undefined) return undefined;
  return {
    kind: ending === 'att' ? 'attestation' : ending === 'sbom' ? 'sbom' : 'signature',
    digest: `sha256:${hex}`,
  };
}

/** The tags that cosign would use for this image. */
export function tagsBeside(digest: string): readonly string[] {
  return ['sig', 'att', 'sbom'].map((ending) => `${digest.replace(':', '-')}.${ending}`);
}

const attached = /^sha256-[0-9a-f]{64}(?:\.(sig|att|sbom))?$/;

/** What stands at a place, by its tag: what is no tag of cosign's counts as a signature's. */
export function attachedKind(place: string): 'signature' | 'attestation' | 'sbom' | 'referrers' {
  const found = attached.exec(place.slice(place.lastIndexOf(':') + 1));
  if (found === null) return 'signature';
  const [, ending] = found;
  if (ending === undefined) return 'referrers';
  return ending === 'att' ? 'attestation' : ending === 'sbom' ? 'sbom' : 'signature';
}

/** `ghcr.io/acme/app:sha256-1f2e3d4c5b6a….sig` of a place's whole name. */
export function shortPlace(place: string): string {
  const colon = place.lastIndexOf(':') + 1;
  const tag = place.slice(colon);
  const [whole, ending] = attached.exec(tag) ?? [];
  const end = ending === undefined ? '' : `.${ending}`;
  return (
    place.slice(0, colon) + (whole === undefined ? tag : `${tag.slice(0, 'sha256-'.length + 12)}…${end}`)
  );
}

/** `sha256:1f2e3d4c5b6a…` */
export function shortDigest(digest: string): string {
  return digest.length > 19 ? `${digest.slice(0, 19)}…` : digest;
}
