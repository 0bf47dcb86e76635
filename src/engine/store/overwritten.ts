// What a plan saw under a tag and is not there any more when its run reads again: overwritten, or removed.
import type { DescriptorEntry } from '../oci/descriptorReader.ts';
import type { SignatureTagReading } from '../places/signatureTag.ts';
import { missingLayers } from '../signatures/sameLayers.ts';
import type { World } from '../world.ts';
import { withoutBuried } from './tombstones.ts';

/**
 * What the plan saw and is gone while something else came: a writer who had not seen it wrote over it. Gone with
 * nothing new was removed by somebody, who is not overruled. Nothing that a person removed here. Never throws.
 */
export async function overwrittenSince(
  world: World,
  place: string,
  expected: SignatureTagReading | undefined,
  fresh: SignatureTagReading,
): Promise<readonly DescriptorEntry[]> {
  if (expected === undefined) return [];
  const [before, now] = [expected.image.manifest.layers, fresh.image.manifest.layers];
  const gone = missingLayers(before, now).length > 0 ? missingLayers(now, before) : [];
  return withoutBuried(world, place, gone);
}
