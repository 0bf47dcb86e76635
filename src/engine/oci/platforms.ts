// The platform images of an index (OCI image spec, image-index.md).
import type { Descriptor, Platform } from './descriptor.ts';
import type { ImageManifest, IndexManifest } from './manifest.ts';

/**
 * The images and further indexes that an index lists, each digest once. Not what build tools attach to an image, whose
 * platform they call `unknown`; nothing for a single image.
 */
export function platformImagesOf(manifest: ImageManifest | IndexManifest): readonly Descriptor[] {
  if (manifest.kind !== 'index') return [];
  const images = new Map<string, Descriptor>();
  for (const child of manifest.manifests) {
    if (child.platform?.os !== 'unknown' && !images.has(child.digest)) images.set(child.digest, child);
  }
  return [...images.values()];
}

/** `linux/arm64/v8`. */
export function formatPlatform({ os, architecture, variant = '' }: Platform): string {
  return [os, architecture, variant].filter((part) => part !== '').join('/');
}
