// Small images for the demo and for tests: real manifests, configs and layers, the same bytes for the same name.
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { type Digest, digestOf } from '../../src/engine/oci/digest.ts';
import * as types from '../../src/engine/oci/mediaTypes.ts';

export interface BuiltImage {
  readonly manifest: Uint8Array;
  readonly mediaType: string;
  readonly digest: Digest;
  /** Config and layers, in the order in which they can be pushed. */
  readonly blobs: readonly Uint8Array[];
}

export interface BuiltIndex extends Omit<BuiltImage, 'blobs'> {
  /** Each child must be pushed before the index. */
  readonly children: readonly BuiltImage[];
}

export interface ImageOptions {
  /** Docker's media types in place of OCI's. */
  readonly docker?: boolean;
  readonly architecture?: string;
}

const dockerLayer = 'application/vnd.docker.image.rootfs.diff.tar.gzip';
const ociLayer = 'application/vnd.oci.image.layer.v1.tar+gzip';

/** An image with one layer, an empty archive. `name` makes it differ from others. */
export function buildImage(
  name: string,
  { docker = false, architecture = 'amd64' }: ImageOptions = {},
): BuiltImage {
  const archive = Buffer.alloc(1024); // the end mark of a tar, and nothing before it
  const layer = gzipSync(archive);
  const diffId = `sha256:${createHash('sha256').update(archive).digest('hex')}`;
  const config = json({
    architecture,
    os: 'linux',
    config: { Labels: { 'org.opencontainers.image.title': name } },
    rootfs: { type: 'layers', diff_ids: [diffId] },
    history: [{ created: '1970-01-01T00:00:00Z', created_by: 'demo' }],
  });
  const mediaType = docker ? types.dockerManifest : types.ociManifest;
  const manifest = json({
    schemaVersion: 2,
    mediaType,
    config: describe(docker ? types.dockerConfig : types.ociConfig, config),
    layers: [describe(docker ? dockerLayer : ociLayer, layer)],
  });
  return { manifest, mediaType, digest: digestOf(manifest), blobs: [config, layer] };
}

/** An index with one image for each architecture. */
export function buildIndex(
  name: string,
  architectures: readonly string[],
  { docker = false }: ImageOptions = {},
): BuiltIndex {
  const children = architectures.map((architecture) => buildImage(name, { docker, architecture }));
  const mediaType = docker ? types.dockerIndex : types.ociIndex;
  const manifests = children.map((child, index) => ({
    ...describe(child.mediaType, child.manifest),
    platform: { architecture: architectures[index], os: 'linux' },
  }));
  const manifest = json({ schemaVersion: 2, mediaType, manifests });
  return { manifest, mediaType, digest: digestOf(manifest), children };
}

/** A descriptor of these bytes. */
export function describe(
  mediaType: string,
  bytes: Uint8Array,
): { mediaType: string; size: number; digest: Digest } {
  return { mediaType, size: bytes.length, digest: digestOf(bytes) };
}

/** The value as compact JSON. */
export function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}
