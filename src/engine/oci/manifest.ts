// Reads manifests and indexes that a registry or an attacker wrote (OCI image spec, manifest.md and image-index.md;
// Docker image manifest v2.2). Strict: bytes that two readers could take for two things are refused (S31, N5).
import type { ManifestProblem } from '../problems.ts';
import { readAnnotations, readDescriptor } from './descriptorReader.ts';
import type { DescriptorEntry } from './descriptorReader.ts';
import type { Descriptor } from './descriptor.ts';
import { foldName, membersNamed, readJson, repeatedNames } from './json.ts';
import type { JsonNode, JsonObject } from './json.ts';
import {
  dockerSchema1,
  dockerSchema1Signed,
  isIndexType,
  isManifestType,
  ociIndex,
  ociManifest,
} from './mediaTypes.ts';

export type ParsedManifest = ImageManifest | IndexManifest | Schema1Manifest | RefusedManifest;

interface CommonManifest {
  /** The body's media type, else the Content-Type, else the OCI type of what the body looks like. */
  readonly mediaType: string;
  readonly artifactType: string | undefined;
  readonly subject: Descriptor | undefined;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface ImageManifest extends CommonManifest {
  readonly kind: 'image';
  readonly config: DescriptorEntry;
  readonly layers: readonly DescriptorEntry[];
  /** The other members but schemaVersion and mediaType, with their exact source text, for writing them again. */
  readonly otherMembers: readonly (readonly [name: string, source: string])[];
}

export interface IndexManifest extends CommonManifest {
  readonly kind: 'index';
  readonly manifests: readonly Descriptor[];
  /** The same with their exact texts, for writing them again. */
  readonly entries: readonly DescriptorEntry[];
  /** The other members but schemaVersion and mediaType, as of an image. */
  readonly otherMembers: ImageManifest['otherMembers'];
}

/** Docker's schema 1: its digest is not that of its bytes, so it can be neither signed nor verified. */
export interface Schema1Manifest {
  readonly kind: 'schema1';
}

export interface RefusedManifest {
  readonly kind: 'refused';
  readonly reason: ManifestProblem;
}

/**
 * Judges a manifest's bytes. `contentType` is the answer's header, if there was one; parameters and case are ignored.
 * Never throws: what is wrong comes out as `refused` or `schema1`, and the caller, who knows the reference, names it.
 */
export function parseManifest(bytes: Uint8Array, contentType?: string): ParsedManifest {
  const claimed = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  if (claimed === dockerSchema1 || claimed === dockerSchema1Signed) return { kind: 'schema1' };
  const reading = readJson(bytes);
  if ('problem' in reading) return refused(reading.problem);
  const root = reading.root;
  if (root.type !== 'object') return refused('not-an-object');
  if (membersNamed(root, 'schemaVersion')[0]?.source === '1') return { kind: 'schema1' };
  try {
    return readBody(root, claimed);
  } catch (error) {
    if (error instanceof Refusal) return refused(error.reason);
    throw error;
  }
}

function readBody(root: JsonObject, claimed: string | undefined): ImageManifest | IndexManifest {
  checkNames(root);
  if (member(root, 'schemaVersion')?.source !== '2') throw new Refusal('unknown-schema-version');
  const stated = textOf(root, 'mediaType');
  if (stated !== undefined && claimed !== undefined && stated !== claimed) {
    throw new Refusal('other-content-type');
  }
  const layers = arrayOf(root, 'layers');
  const manifests = arrayOf(root, 'manifests');
  if (layers !== undefined && manifests !== undefined) throw new Refusal('both-layers-and-manifests');
  const mediaType = stated ?? claimed ?? (layers === undefined ? ociIndex : ociManifest);
  if (!isManifestType(mediaType) && !isIndexType(mediaType)) throw new Refusal('unknown-media-type');
  const subject = present(member(root, 'subject'));
  const common = {
    mediaType,
    artifactType: textOf(root, 'artifactType'),
    subject: subject && entry(subject).descriptor,
    annotations: annotationsOf(root),
  };
  if (manifests !== undefined) {
    // A config makes an image of it for a reader that does not look at the media type.
    if (member(root, 'config') !== undefined) throw new Refusal('both-layers-and-manifests');
    if (!isIndexType(mediaType)) throw new Refusal('unknown-media-type');
    const entries = manifests.map(entry);
    const listed = entries.map(({ descriptor }) => descriptor);
    return { kind: 'index', ...common, manifests: listed, entries, otherMembers: rest(root) };
  }
  const config = present(member(root, 'config'));
  if (layers === undefined || config === undefined) throw new Refusal('neither-layers-nor-manifests');
  if (!isManifestType(mediaType)) throw new Refusal('unknown-media-type');
  return {
    kind: 'image',
    ...common,
    config: entry(config),
    layers: layers.map(entry),
    otherMembers: rest(root),
  };
}

const knownNames = [
  'schemaVersion',
  'mediaType',
  'artifactType',
  'config',
  'layers',
  'manifests',
  'subject',
  'annotations',
];

// Go takes "Layers" for "layers", JavaScript does not: only the exact names are let through.
function checkNames(object: JsonObject): void {
  if (repeatedNames(object, (name) => name).length > 0) throw new Refusal('name-twice');
  for (const { name } of object.members) {
    const known = knownNames.find((candidate) => foldName(candidate) === foldName(name));
    if (known !== undefined && known !== name) throw new Refusal('name-in-two-cases');
  }
}

function member(object: JsonObject, name: string): JsonNode | undefined {
  return membersNamed(object, name)[0];
}

// Go reads null as "not there" (the tags of an empty list, a nil slice).
function present(node: JsonNode | undefined): JsonNode | undefined {
  return node?.type === 'null' ? undefined : node;
}

function textOf(object: JsonObject, name: string): string | undefined {
  const node = present(member(object, name));
  if (node === undefined) return undefined;
  if (node.type !== 'string') throw new Refusal('wrong-type');
  // Go writes no media type as the empty text when omitempty is missing; both mean that there is none.
  return node.value === '' ? undefined : node.value;
}

function arrayOf(object: JsonObject, name: string): readonly JsonNode[] | undefined {
  const node = member(object, name);
  if (node === undefined) return undefined;
  if (node.type === 'null') return [];
  if (node.type !== 'array') throw new Refusal('wrong-type');
  return node.items;
}

function entry(node: JsonNode): DescriptorEntry {
  const read = readDescriptor(node);
  if (read === undefined) throw new Refusal('bad-descriptor');
  return read;
}

function annotationsOf(root: JsonObject): Readonly<Record<string, string>> {
  const node = present(member(root, 'annotations'));
  const read = node === undefined ? {} : readAnnotations(node);
  if (read === undefined) throw new Refusal('wrong-type');
  return read;
}

function rest(root: JsonObject): ImageManifest['otherMembers'] {
  const written = ['schemaVersion', 'mediaType', 'config', 'layers', 'manifests'];
  return root.members
    .filter(({ name }) => !written.includes(name))
    .map(({ name, value }) => [name, value.source] as const);
}

function refused(reason: ManifestProblem): RefusedManifest {
  return { kind: 'refused', reason };
}

class Refusal extends Error {
  readonly reason: ManifestProblem;
  constructor(reason: ManifestProblem) {
    super(reason);
    this.reason = reason;
  }
}
