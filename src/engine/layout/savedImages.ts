// What the entries of a layout's index.json are: images, and what hangs on them under cosign's tags. Entries say it by
// their names (`org.opencontainers.image.ref.name`) or, as `cosign save` writes them, by `kind` alone (cosign-formats).
import { throwIfCancelled } from '../errors.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
import { parseManifest } from '../oci/manifest.ts';
import { isValidTag, parseReference } from '../oci/reference.ts';
import type { SavedImage } from '../savePlan.ts';
import { attestationTag, parseAttachedTag, signatureTag } from '../signatures/tags.ts';
import { badLayout, manifestLimit, readSaved, type Layout } from './readLayout.ts';

/** OCI image spec, annotations.md: a name inside the layout. */
export const refNameAnnotation = 'org.opencontainers.image.ref.name';
/** The image's whole name, as containerd and Docker write and read it. */
export const imageNameAnnotation = 'io.containerd.image.name';

/** `cosign load` reads nothing but these, and of each the first (pkg/oci/layout/index.go). */
export const cosignKind = 'kind';
export const cosignKinds = {
  image: 'dev.cosignproject.cosign/image',
  index: 'dev.cosignproject.cosign/imageIndex',
  signatures: 'dev.cosignproject.cosign/sigs',
  attestations: 'dev.cosignproject.cosign/atts',
} as const;

export interface SavedContent {
  readonly images: readonly SavedImage[];
  /** By their tags: what each entry of index.json is called, and cosign's lists by the tags that they would have. */
  readonly tags: ReadonlyMap<string, Descriptor>;
}

/** Throws `bad-layout` where one of cosign’s tags stands for two things, and where an entry cannot be read. */
export async function savedContent(layout: Layout, signal: AbortSignal): Promise<SavedContent> {
  const tags = new Map<string, Descriptor>();
  const ambiguous = new Set<string>();
  const name = (tag: string | undefined, entry: Descriptor): void => {
    if (tag === undefined) return;
    const known = tags.get(tag);
    if (known !== undefined && known.digest !== entry.digest) {
      if (parseAttachedTag(tag) !== undefined)
        throw badLayout(layout.folder, 'two-for-one-name', entry.digest);
      ambiguous.add(tag);
    }
    tags.set(tag, entry);
  };
  const images = new Map<Digest, SavedImage>();
  // What is no image was looked at too, and is not looked at again.
  const lookedAt = new Set<Digest>();
  for (const entry of layout.entries) {
    if (isList(entry) || isAttached(entry) || lookedAt.has(entry.digest)) continue;
    lookedAt.add(entry.digest);
    throwIfCancelled(signal, 'reading a saved image');
    const image = await imageOf(layout, entry, signal);
    if (image !== undefined) images.set(entry.digest, image);
  }
  const signed = signedByCosign(layout.entries);
  for (const entry of layout.entries) {
    name(tagOf(entry), entry);
    if (!isList(entry)) continue;
    if (signed === undefined) throw badLayout(layout.folder, 'two-for-one-name', entry.digest);
    name(kindOf(entry) === cosignKinds.signatures ? signatureTag(signed) : attestationTag(signed), entry);
  }
  // Images of several repositories may all be called “latest”: then their digests alone tell them apart.
  for (const tag of ambiguous) tags.delete(tag);
  if (images.size === 0) throw badLayout(layout.folder, 'no-image');
  return { images: [...images.values()], tags };
}

/** The one image that cosign's lists belong to; they do not say it themselves. */
function signedByCosign(entries: readonly Descriptor[]): Digest | undefined {
  const images: readonly string[] = [cosignKinds.image, cosignKinds.index];
  const digests = entries.filter((entry) => images.includes(kindOf(entry))).map(({ digest }) => digest);
  return new Set(digests).size === 1 ? digests[0] : undefined;
}

/** Undefined for a referrer: it hangs on what it names. */
async function imageOf(
  layout: Layout,
  entry: Descriptor,
  signal: AbortSignal,
): Promise<SavedImage | undefined> {
  const bytes = await readSaved(layout, entry, manifestLimit, signal);
  const manifest = parseManifest(bytes, entry.mediaType);
  if (manifest.kind === 'refused') throw badLayout(layout.folder, manifest.reason, entry.digest);
  if (manifest.kind === 'schema1') throw badLayout(layout.folder, 'unknown-media-type', entry.digest);
  if (manifest.subject !== undefined) return undefined;
  const { digest } = entry;
  return { digest, mediaType: manifest.mediaType, size: bytes.length, name: nameOf(entry) };
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

function isAttached(entry: Descriptor): boolean {
  return parseAttachedTag(annotation(entry, refNameAnnotation)) !== undefined;
}

function isList(entry: Descriptor): boolean {
  return kindOf(entry) === cosignKinds.signatures || kindOf(entry) === cosignKinds.attestations;
}

function kindOf(entry: Descriptor): string {
  return annotation(entry, cosignKind);
}

function annotation({ annotations = {} }: Descriptor, name: string): string {
  return (Object.hasOwn(annotations, name) ? annotations[name] : undefined) ?? '';
}
