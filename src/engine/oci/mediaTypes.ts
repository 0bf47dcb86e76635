// Media types of images, indexes and signatures (OCI image spec; Docker image manifest v2.2; cosign-formats).

export const ociManifest = 'application/vnd.oci.image.manifest.v1+json';
export const ociIndex = 'application/vnd.oci.image.index.v1+json';
export const ociConfig = 'application/vnd.oci.image.config.v1+json';
export const dockerManifest = 'application/vnd.docker.distribution.manifest.v2+json';
export const dockerIndex = 'application/vnd.docker.distribution.manifest.list.v2+json';
export const dockerConfig = 'application/vnd.docker.container.image.v1+json';
export const dockerSchema1 = 'application/vnd.docker.distribution.manifest.v1+json';
export const dockerSchema1Signed = 'application/vnd.docker.distribution.manifest.v1+prettyjws';

/** The layer type of a simple signing payload in a `.sig` image. */
export const simpleSigning = 'application/vnd.dev.cosign.simplesigning.v1+json';
/** The layer type of a DSSE envelope in an `.att` image. */
export const dsseEnvelope = 'application/vnd.dsse.envelope.v1+json';
/** All sigstore bundle types begin so, whatever their version. */
export const bundlePrefix = 'application/vnd.dev.sigstore.bundle';
/** The config type of cosign's experimental OCI 1.1 signature manifests. */
export const cosignArtifact = 'application/vnd.dev.cosign.artifact.sig.v1+json';

/** What a manifest request accepts: schema 1 is asked for too, so that it is refused by name instead of a 404. */
export const manifestTypes = [
  ociManifest,
  ociIndex,
  dockerManifest,
  dockerIndex,
  dockerSchema1,
  dockerSchema1Signed,
] as const;

export function isManifestType(type: string): boolean {
  return type === ociManifest || type === dockerManifest;
}

export function isIndexType(type: string): boolean {
  return type === ociIndex || type === dockerIndex;
}
