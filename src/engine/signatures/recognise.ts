// What a referrer's manifest holds (cosign-formats §7): told by the media types of its layers and config, never by
// artifactType alone, which writers and registries fill in differently (§0.3).
import type { ImageManifest } from '../oci/manifest.ts';
import { bundlePrefix, cosignArtifact, dsseEnvelope, simpleSigning } from '../oci/mediaTypes.ts';

export interface RecognisedReferrer {
  /**
   * `bundle`: a sigstore bundle; `attestation`: bare DSSE envelopes, as in `.att` images; `simple-signing`: cosign's
   * experimental OCI 1.1 signature, layers as in a `.sig` image; `other`: something that is no signature.
   */
  readonly format: 'bundle' | 'attestation' | 'simple-signing' | 'other';
  /** The media type it was recognised by; for `other` the best there is to show. */
  readonly mediaType: string;
  /**
   * The predicate type that the manifest's annotation names. A hint by whoever pushed it: it may word what is shown,
   * but it must not make a bundle count less.
   */
  readonly claimedPredicateType: string | undefined;
}

const predicateTypeAnnotation = 'dev.sigstore.bundle.predicateType';

/** Says what a referrer's manifest holds. Of several kinds of layers, the one that may be a signature wins. */
export function recogniseReferrer(manifest: ImageManifest): RecognisedReferrer {
  const types = manifest.layers.map((layer) => layer.descriptor.mediaType);
  const claimedPredicateType = Object.hasOwn(manifest.annotations, predicateTypeAnnotation)
    ? manifest.annotations[predicateTypeAnnotation]
    : undefined;
  const by = (format: RecognisedReferrer['format'], mediaType: string): RecognisedReferrer => ({
    format,
    mediaType,
    claimedPredicateType,
  });

  const bundle = types.find(isBundleType);
  if (bundle !== undefined) return by('bundle', bundle);
  if (types.includes(simpleSigning)) return by('simple-signing', simpleSigning);
  const config = manifest.config.descriptor.mediaType;
  if (config === cosignArtifact) return by('simple-signing', cosignArtifact);
  if (types.includes(dsseEnvelope)) return by('attestation', dsseEnvelope);
  return by('other', manifest.artifactType ?? types[0] ?? config);
}

/** `application/vnd.dev.sigstore.bundle.v0.3+json`, and the older `…bundle+json;version=0.2`. */
function isBundleType(type: string): boolean {
  return type.startsWith(bundlePrefix) && /^[.+]/.test(type.slice(bundlePrefix.length));
}
