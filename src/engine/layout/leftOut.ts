// What index.json lists and nobody here can read: it is left out, so that the folder's images can be used. What may have
// been signatures is never left out: the place where they would have been found then cannot be read (S17, S39).
import { isEngineError, type EngineError } from '../errors.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { JsonNode } from '../oci/json.ts';
import { isValidTag } from '../oci/reference.ts';
import type { LayoutProblem } from '../problems.ts';
import { parseAttachedTag } from '../signatures/tags.ts';
import { cosignKind, cosignKinds, imageNameAnnotation, refNameAnnotation } from './entryNames.ts';

/** What an entry says that it is, as far as its text can be read. */
export interface EntryWords {
  readonly digest: string;
  readonly names: readonly string[];
  readonly kinds: readonly string[];
  readonly isImage: boolean;
}

/** Of an entry that is no descriptor: every word of it counts, however often and wherever it stands. */
export function wordsOf(entry: JsonNode): EntryWords {
  const names = textsNamed(entry, refNameAnnotation);
  const kinds = textsNamed(entry, cosignKind);
  const [digest = 'index.json'] = textsNamed(entry, 'digest');
  const called = textsNamed(entry, imageNameAnnotation);
  return {
    digest,
    names,
    kinds,
    isImage: saysImage(names, kinds, called, textsNamed(entry, 'artifactType')),
  };
}

/** Of an entry whose bytes are not there, or not what it says. */
export function isImageByName({ annotations = {}, artifactType }: Descriptor): boolean {
  const texts = (name: string): readonly string[] =>
    Object.entries(annotations).flatMap(([one, text]) => (one === name ? [text] : []));
  const types = artifactType === undefined ? [] : [artifactType];
  return saysImage(texts(refNameAnnotation), texts(cosignKind), texts(imageNameAnnotation), types);
}

/** Whatever is called like an image hangs on none: referrers have no names of their own. */
function saysImage(
  names: readonly string[],
  kinds: readonly string[],
  called: readonly string[],
  artifactTypes: readonly string[],
): boolean {
  const images: readonly string[] = [cosignKinds.image, cosignKinds.index];
  if (kinds.some((kind) => images.includes(kind)) || called.length > 0) return true;
  return (
    artifactTypes.length === 0 &&
    names.some((name) => isValidTag(name) && parseAttachedTag(name) === undefined)
  );
}

/** True where the bytes were not seen: what they would have referred to is not known. */
export function isUnseen(error: EngineError<'bad-layout'>): boolean {
  const unseen: readonly LayoutProblem[] = [
    'blob-missing',
    'blob-of-other-bytes',
    'blob-of-other-size',
    'blob-too-large',
  ];
  return unseen.includes(error.details.reason);
}

/** True for what is wrong with one entry alone; false for what ends the reading of the whole folder. */
export function isOfOneEntry(error: unknown): error is EngineError<'bad-layout'> {
  return isEngineError(error, 'bad-layout') && error.details.digest !== '';
}

function textsNamed(node: JsonNode, wanted: string): readonly string[] {
  if (node.type === 'array') return node.items.flatMap((item) => textsNamed(item, wanted));
  if (node.type !== 'object') return [];
  return node.members.flatMap(({ name, value }) => [
    ...(name === wanted && value.type === 'string' ? [value.value] : []),
    ...textsNamed(value, wanted),
  ]);
}
