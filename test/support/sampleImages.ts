// Pushes small images to a real registry by plain HTTP, so that a test of the client does not rest on the client.
import type { Digest } from '../../src/engine/oci/digest.ts';
import { digestOf } from '../../src/engine/oci/digest.ts';
import { type BuiltImage, buildImage, buildIndex, type ImageOptions } from '../demo/images.ts';

export interface PushedImage {
  /** `host:port/repository` */
  readonly repository: string;
  readonly tag: string;
  /** `host:port/repository:tag` */
  readonly reference: string;
  readonly digest: Digest;
  readonly mediaType: string;
  readonly size: number;
}

export interface PushOptions extends ImageOptions {
  /** Makes the image differ from others; the repository and tag when left out. */
  readonly name?: string;
  /** An index with these architectures in place of a single image. */
  readonly architectures?: readonly string[];
  /** Sent with every request, e.g. Authorization. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Pushes an image under a tag. Rejects with status and text when the registry refuses. */
export async function pushImage(
  address: string,
  path: string,
  tag: string,
  options: PushOptions = {},
): Promise<PushedImage> {
  const name = options.name ?? `${path}:${tag}`;
  const { architectures, headers = {} } = options;
  const image =
    architectures === undefined ? buildImage(name, options) : buildIndex(name, architectures, options);
  if ('children' in image) {
    for (const child of image.children) await pushParts(address, path, child, headers);
  } else {
    await pushBlobs(address, path, image.blobs, headers);
  }
  await pushManifest(address, path, tag, image.mediaType, image.manifest, headers);
  return {
    repository: `${address}/${path}`,
    tag,
    reference: `${address}/${path}:${tag}`,
    digest: image.digest,
    mediaType: image.mediaType,
    size: image.manifest.length,
  };
}

/** Pushes any manifest under a tag or its digest. */
export async function pushManifest(
  address: string,
  path: string,
  target: string,
  mediaType: string,
  manifest: Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  const url = `http://${address}/v2/${path}/manifests/${target}`;
  await expectOk(url, {
    method: 'PUT',
    body: Buffer.from(manifest),
    headers: { ...headers, 'content-type': mediaType },
  });
}

/** Pushes blobs by POST and PUT. */
export async function pushBlobs(
  address: string,
  path: string,
  blobs: readonly Uint8Array[],
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  for (const blob of blobs) {
    const start = `http://${address}/v2/${path}/blobs/uploads/`;
    const begun = await expectOk(start, { method: 'POST', headers });
    const location = new URL(begun.headers.get('location') ?? '', start).href;
    const mark = location.includes('?') ? '&' : '?';
    await expectOk(`${location}${mark}digest=${digestOf(blob)}`, {
      method: 'PUT',
      body: Buffer.from(blob),
      headers: { ...headers, 'content-type': 'application/octet-stream' },
    });
  }
}

async function pushParts(
  address: string,
  path: string,
  image: BuiltImage,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  await pushBlobs(address, path, image.blobs, headers);
  await pushManifest(address, path, image.digest, image.mediaType, image.manifest, headers);
}

async function expectOk(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, init);
  const text = await response.text();
  if (!response.ok) throw new Error(`${init.method} ${url}: ${response.status} ${text}`);
  return response;
}
