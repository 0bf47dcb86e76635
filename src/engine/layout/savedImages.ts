// What the entries of a layout's index.json are: images, and what hangs on them under cosign's tags. Entries say it by
// their names (`org.opencontainers.image.ref.name`) or, as `cosign save` writes them, by `kind` alone (cosign-formats).
import { throwIfCancelled, type EngineError } from '../errors.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
import { parseManifest, type ImageManifest } from '../oci/manifest.ts';
import { platformImagesOf } from '../oci/platforms.ts';
import { isValidTag, parseReference } from '../oci/reference.ts';
import type { SavedImage } from '../savePlan.ts';
import { attestationTag, parseAttachedTag, signatureTag } from '../signatures/tags.ts';
import { cosignKind, cosignKinds, imageNameAnnotation, refNameAnnotation } from './entryNames.ts';
import { isImageByName, isOfOneEntry, isUnseen, wordsOf, type EntryWords } from './leftOut.ts';
import { badLayout, manifestLimit, readSaved, type Layout } from './readLayout.ts';

export interface SavedContent {
  readonly images: readonly SavedImage[];
  /** By their tags: what each entry of index.json is called, and cosign's lists by the tags that they would have. */
  readonly tags: ReadonlyMap<string, Descriptor>;
  /** Tags that an entry is called by that cannot be read, and why: what is there is not known. */
  readonly refusedTags: ReadonlyMap<string, EngineError>;
  /** Why nobody can say what refers to what: an entry that may be a referrer was not seen. */
  readonly hiddenReferrer: EngineError | undefined;
  /** How many entries cannot be read. */
  readonly leftOut: number;
}

/**
 * What the folder holds, without the entries that cannot be read. Throws `bad-layout` where one of cosign’s tags or lists
 * stands for two things, and for the first of these entries where there is no image beside them.
 */
export async function savedContent(layout: Layout, signal: AbortSignal): Promise<SavedContent> {
  const { images, failures } = await readImages(layout, signal);
  const unseen = layout.entries.filter((entry) => {
    const failure = failures.get(entry.digest);
    if (failure === undefined || images.some(({ digest }) => digest === entry.digest)) return false;
    return isUnseen(failure) && !isImageByName(entry);
  });
  const unreadable = layout.unreadable.map((entry) => {
    const words = wordsOf(entry);
    return { words, failure: badLayout(layout.folder, 'bad-descriptor', words.digest) };
  });
  const signed = signedByCosign(layout.entries, unreadable);
  const refusedTags = new Map<string, EngineError>();
  let hiddenReferrer: EngineError | undefined = failures.get(unseen[0]?.digest ?? 'sha256:');
  for (const { words, failure } of unreadable) {
    const tags = [...words.names.filter(isAttachedTag), ...words.kinds.filter(isListKind).map(tagOfList)];
    for (const tag of tags) refusedTags.set(tag, failure);
    if (tags.length === 0 && !words.isImage) hiddenReferrer ??= failure;
  }
  const tags = tagsOf(
    layout,
    tagOfList,
    unreadable.flatMap(({ words }) => words.names),
  );
  const [first] = [...failures.values(), ...unreadable.map(({ failure }) => failure)];
  if (images.length === 0) throw first ?? badLayout(layout.folder, 'no-image');
  const leftOut = failures.size + unreadable.length;
  return { images, tags, refusedTags, hiddenReferrer, leftOut };

  /** As if it had been in a registry: there the tag says what it belongs to. */
  function tagOfList(kind: string): string {
    if (signed === undefined) throw badLayout(layout.folder, 'two-for-one-name', kind);
    return kind === cosignKinds.signatures ? signatureTag(signed) : attestationTag(signed);
  }
}

/** The image with the number of signatures that cosign's list of it has; as it is where none can be read. */
export async function withSignatures(
  layout: Layout,
  tags: SavedContent['tags'],
  image: SavedImage,
  signal: AbortSignal,
): Promise<SavedImage> {
  const entry = tags.get(signatureTag(image.digest));
  if (entry === undefined) return image;
  try {
    const list = parseManifest(await readSaved(layout, entry, manifestLimit, signal), entry.mediaType);
    return list.kind === 'image' ? { ...image, signatures: list.layers.length } : image;
  } catch (error) {
    if (isOfOneEntry(error)) return image;
    throw error;
  }
}

/** The images, and by their digests why some of what is listed cannot be read. */
async function readImages(
  layout: Layout,
  signal: AbortSignal,
): Promise<{
  readonly images: readonly SavedImage[];
  readonly failures: ReadonlyMap<Digest, EngineError<'bad-layout'>>;
}> {
  const images = new Map<Digest, SavedImage>();
  const failures = new Map<Digest, EngineError<'bad-layout'>>();
  // What is no image was looked at too, and is not looked at again.
  const lookedAt = new Set<string>();
  for (const entry of layout.entries) {
    const key = `${entry.digest} ${entry.mediaType} ${String(entry.size)}`;
    if (!mayBeImage(entry) || lookedAt.has(key)) continue;
    lookedAt.add(key);
    throwIfCancelled(signal, 'reading a saved image');
    try {
      const image = await imageOf(layout, entry, signal);
      if (image !== undefined) images.set(entry.digest, images.get(entry.digest) ?? image);
    } catch (error) {
      if (!isOfOneEntry(error)) throw error;
      failures.set(entry.digest, error);
    }
  }
  return { images: [...images.values()], failures };
}

/** Images of several repositories may all be called “latest”: then their digests alone tell them apart. */
function tagsOf(
  layout: Layout,
  tagOfList: (kind: string) => string,
  unreadable: readonly string[],
): SavedContent['tags'] {
  const tags = new Map<string, Descriptor>();
  const ambiguous = new Set(unreadable);
  const name = (tag: string | undefined, entry: Descriptor): void => {
    if (tag === undefined) return;
    const known = tags.get(tag);
    if (known !== undefined && known.digest !== entry.digest) {
      if (isAttachedTag(tag)) throw badLayout(layout.folder, 'two-for-one-name', entry.digest);
      ambiguous.add(tag);
    }
    tags.set(tag, entry);
  };
  for (const entry of layout.entries) {
    name(tagOf(entry), entry);
    if (isListKind(kindOf(entry))) name(tagOfList(kindOf(entry)), entry);
  }
  for (const tag of ambiguous) tags.delete(tag);
  return tags;
}

/** The one image that cosign's lists belong to; they do not say it themselves. */
function signedByCosign(
  entries: readonly Descriptor[],
  unreadable: readonly { readonly words: EntryWords }[],
): Digest | undefined {
  if (unreadable.some(({ words }) => words.kinds.some(isImageKind))) return undefined;
  const digests = entries.filter((entry) => isImageKind(kindOf(entry))).map(({ digest }) => digest);
  return new Set(digests).size === 1 ? digests[0] : undefined;
}

/** Undefined for a referrer: it hangs on what it names, unless it is what was saved. */
async function imageOf(
  layout: Layout,
  entry: Descriptor,
  signal: AbortSignal,
): Promise<SavedImage | undefined> {
  const bytes = await readSaved(layout, entry, manifestLimit, signal);
  const manifest = parseManifest(bytes, entry.mediaType);
  if (manifest.kind === 'refused') throw badLayout(layout.folder, manifest.reason, entry.digest);
  if (manifest.kind === 'schema1') throw badLayout(layout.folder, 'unknown-media-type', entry.digest);
  if (manifest.subject !== undefined && !isImageKind(kindOf(entry))) return undefined;
  const { digest } = entry;
  const { mediaType } = manifest;
  const isIndex = manifest.kind === 'index';
  const described = isIndex ? platformImagesOf(manifest) : [entry];
  const platforms = described.flatMap(({ platform }) => (platform === undefined ? [] : [platform]));
  const content = isIndex ? undefined : contentOf(manifest);
  return { digest, mediaType, size: bytes.length, platforms, content, name: nameOf(entry) };
}

function contentOf({ config, layers }: ImageManifest): number {
  return [config, ...layers].reduce((sum, { descriptor }) => sum + descriptor.size, 0);
}

/** What the entry says that the image is called, where that is a whole name. Nobody vouches for it. */
function nameOf(entry: Descriptor): string | undefined {
  return [imageNameAnnotation, refNameAnnotation].map((one) => annotation(entry, one)).find(isWholeName);
}

function isWholeName(text: string): boolean {
  if (!text.includes('/')) return false;
  try {
    parseReference(text);
    return true;
  } catch {
    return false;
  }
}

function tagOf(entry: Descriptor): string | undefined {
  const name = annotation(entry, refNameAnnotation);
  return isValidTag(name) ? name : undefined;
}

/** A list of signatures may be what was saved itself: then its entry says so, whatever its tag is. */
function mayBeImage(entry: Descriptor): boolean {
  const kind = kindOf(entry);
  return isImageKind(kind) || !(isListKind(kind) || isAttachedTag(annotation(entry, refNameAnnotation)));
}

function isAttachedTag(tag: string): boolean {
  return parseAttachedTag(tag) !== undefined;
}

function isListKind(kind: string): boolean {
  return kind === cosignKinds.signatures || kind === cosignKinds.attestations;
}

function isImageKind(kind: string): boolean {
  return kind === cosignKinds.image || kind === cosignKinds.index;
}

function kindOf(entry: Descriptor): string {
  return annotation(entry, cosignKind);
}

function annotation({ annotations = {} }: Descriptor, name: string): string {
  return (Object.hasOwn(annotations, name) ? annotations[name] : undefined) ?? '';
}
