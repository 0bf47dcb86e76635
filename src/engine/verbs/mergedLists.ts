// The lists of signatures and attestations of an image, one per tag: beside it and in the signature repository there may
// be two, which become one in a folder as they do in a copy.
import type { CopyBlob, CopyManifest } from '../copyPlan.ts';
import { digestOf } from '../oci/digest.ts';
import { readSignatureImage } from '../signatures/readSignatureImage.ts';
import { mergeSignatures, type ContentBlob } from '../signatures/signatureImage.ts';
import { attachedTagOf, isList, isTagged } from './attachedTo.ts';

export interface MergedLists {
  readonly manifests: readonly CopyManifest[];
  /** The configs of lists that no registry has in this form. */
  readonly made: readonly ContentBlob[];
}

/**
 * Every manifest, and of those with one tag a single one: lists are merged, of SBOMs the first stays, which stands beside
 * the image. Throws `too-many-signatures`, `bad-signature-image`.
 */
export function mergedLists(manifests: readonly CopyManifest[]): MergedLists {
  const made: ContentBlob[] = [];
  const byTag = new Map<string, CopyManifest>();
  const others: CopyManifest[] = [];
  for (const manifest of manifests) {
    if (!isTagged(manifest)) {
      others.push(manifest);
      continue;
    }
    const tag = attachedTagOf(manifest);
    const known = byTag.get(tag);
    const merged = known === undefined || !isList(manifest) ? undefined : merge(known, manifest, tag);
    if (merged !== undefined) made.push(...merged.made);
    byTag.set(tag, merged?.manifest ?? known ?? manifest);
  }
  return { manifests: [...others, ...byTag.values()], made };
}

/** Undefined where the first has all of the second. */
function merge(
  first: CopyManifest,
  second: CopyManifest,
  tag: string,
): { readonly manifest: CopyManifest; readonly made: readonly ContentBlob[] } | undefined {
  const place = `${first.repository}:${tag}`;
  const current = readSignatureImage(first.bytes, first.mediaType, place);
  const further = readSignatureImage(second.bytes, second.mediaType, place);
  const built = mergeSignatures(current, further.manifest.layers, place);
  if (built === undefined) return undefined;
  const { config, manifest: bytes, digest, mediaType, layers } = built;
  const own = config === undefined ? [] : [{ digest: config.digest, size: config.bytes.length }];
  // Only what the merged list names is taken along: a config that was replaced is not.
  const kept = config === undefined ? [current.manifest.config.descriptor] : [];
  const named = new Set([...layers.map(({ descriptor }) => descriptor), ...kept].map((one) => one.digest));
  const blobs = [...placed(first), ...placed(second)].filter((one) => named.has(one.digest));
  return {
    manifest: { ...first, bytes, digest, mediaType, blobs: [...blobs, ...own] },
    made: config === undefined ? [] : [{ bytes: config.bytes, digest: digestOf(config.bytes) }],
  };
}

/** Each blob with where it is: the list that names them all stands in one of two repositories. */
function placed({ blobs, repository }: CopyManifest): readonly CopyBlob[] {
  return blobs.map((blob) => ({ repository, ...blob }));
}
