// What a `.sig` tag holds at the registry itself: whether it is whole, and whose signatures are in it.
import { readSignatureImage } from '../../src/engine/signatures/readSignatureImage.ts';
import { signatureTag } from '../../src/engine/signatures/tags.ts';
import { repositoryOf } from '../demo/state.ts';
import { pathOf } from '../support/rival.ts';
import type { Setting } from './stage.ts';

export interface TagState {
  /** The layers' descriptors, as text; none where there is no tag. */
  readonly layers: readonly string[];
  /** Blobs that the image names and the registry does not have. */
  readonly missing: readonly string[];
}

/** Throws where the tag holds anything but a `.sig` image. */
export function tagState({ registry, image }: Setting): TagState {
  const { blobs, manifests, tags } = repositoryOf(registry.state, pathOf(image));
  const digest = tags.get(signatureTag(image.digest));
  if (digest === undefined) return { layers: [], missing: [] };
  const stored = manifests.get(digest);
  if (stored === undefined) throw new Error('the tag names a manifest that is not there');
  const { manifest } = readSignatureImage(stored.bytes, stored.mediaType, 'the registry');
  const named = [manifest.config, ...manifest.layers].map(({ descriptor }) => descriptor.digest);
  return {
    layers: manifest.layers.map(({ source }) => source),
    missing: named.filter((name) => !blobs.has(name)),
  };
}
