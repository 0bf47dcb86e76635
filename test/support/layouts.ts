// A tiny image, for folders that a test writes by hand.
import { ociIndex, ociManifest } from '../../src/engine/oci/mediaTypes.ts';
import { describe as descriptor, json } from '../demo/images.ts';

export const config = json({ config: true });
const layer = json({ layer: true });
export const image = json({
  schemaVersion: 2,
  mediaType: ociManifest,
  config: descriptor('application/vnd.oci.image.config.v1+json', config),
  layers: [descriptor('application/vnd.oci.image.layer.v1.tar', layer)],
});
export const parts = [config, layer, image];
/** index.json with these entries. */
export function indexText(manifests: readonly unknown[]): string {
  return Buffer.from(json({ schemaVersion: 2, mediaType: ociIndex, manifests })).toString();
}
