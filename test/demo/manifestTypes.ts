// Which manifests a product does not take: the refusals behind the switches of options.ts.
import { type Answer, refusal } from './answers.ts';
import { parseManifest } from './manifestParts.ts';
import type { RegistryOptions } from './options.ts';

const imageConfigs = [
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
];

/** The refusal of a manifest of this type, or undefined where it is taken. */
export function refusalOfTypes(
  options: RegistryOptions,
  contentType: string,
  bytes: Uint8Array,
): Answer | undefined {
  const manifest = parseManifest(bytes);
  const isDocker = contentType.startsWith('application/vnd.docker.');
  if (options.subjects === false && manifest?.subject !== undefined) {
    return refusal(405, 'UNSUPPORTED', 'Invalid JSON syntax');
  }
  if (options.ociTypes === false && contentType.startsWith('application/vnd.oci.')) {
    return refusal(400, 'MANIFEST_INVALID', 'manifest invalid', { description: null });
  }
  if (options.dockerTypes === false && isDocker) {
    return refusal(415, 'MANIFEST_INVALID', 'manifest invalid', { mediaType: contentType });
  }
  const config = manifest?.config?.mediaType;
  if (options.configClasses === 'image' && config !== undefined && !imageConfigs.includes(config)) {
    return refusal(403, 'DENIED', `unknown manifest class for ${config}`);
  }
  const isLayer = (type: string | undefined): boolean => /\.(?:rootfs|layer)\./.test(type ?? '');
  const strange = manifest?.layers?.find(({ mediaType }) => !isLayer(mediaType));
  if (options.dockerLayersOfAnyType === false && isDocker && strange !== undefined) {
    return refusal(400, 'MANIFEST_INVALID', 'manifest invalid', {
      message: `unknown media type ${strange.mediaType}`,
    });
  }
  return undefined;
}
