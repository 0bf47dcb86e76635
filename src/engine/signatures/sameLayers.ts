// Lists of layers held against each other: what is missing, and what is the same whoever wrote its text.
import type { DescriptorEntry } from '../oci/descriptorReader.ts';
import { goMap, writeGoJson } from '../oci/goJson.ts';

/** The layers that are among `some`, each as often as it is there. */
export function layersAmong(
  layers: readonly DescriptorEntry[],
  some: readonly DescriptorEntry[],
): readonly DescriptorEntry[] {
  const keys = new Set(some.map(layerKey));
  return layers.filter((layer) => keys.has(layerKey(layer)));
}

/** The layers that are not among `some`. */
export function layersBut(
  layers: readonly DescriptorEntry[],
  some: readonly DescriptorEntry[],
): readonly DescriptorEntry[] {
  const keys = new Set(some.map(layerKey));
  return layers.filter((layer) => !keys.has(layerKey(layer)));
}

/**
 * The wanted layers that are not there. Layers are the same when media type, digest, size and annotations are, whoever
 * wrote the text; one that is wanted twice must be there twice.
 */
export function missingLayers(
  there: readonly DescriptorEntry[],
  wanted: readonly DescriptorEntry[],
): readonly DescriptorEntry[] {
  const unmatched = new Map<string, number>();
  for (const key of there.map(layerKey)) unmatched.set(key, (unmatched.get(key) ?? 0) + 1);
  return wanted.filter((layer) => {
    const key = layerKey(layer);
    const left = unmatched.get(key) ?? 0;
    unmatched.set(key, left - 1);
    return left <= 0;
  });
}

/** What makes two layers the same, whoever wrote the text: of another size than its blob one verifies nowhere. */
export function layerKey({ descriptor }: DescriptorEntry): string {
  const { mediaType, digest, size, annotations = {} } = descriptor;
  return writeGoJson([mediaType, digest, size, goMap(Object.entries(annotations))]);
}
