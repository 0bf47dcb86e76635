// Reads one descriptor out of foreign JSON and keeps its exact text, so that it can be written again
// byte for byte (http.md 15, N6). OCI image spec, descriptor.md.
import type { Descriptor, Platform } from './descriptor.ts';
import { isDigest } from './digest.ts';
import { foldName, membersNamed, readJson, repeatedNames } from './json.ts';
import type { JsonNode, JsonObject } from './json.ts';

export interface DescriptorEntry {
  readonly descriptor: Descriptor;
  /** The descriptor's JSON as it stood, members unknown to us included. */
  readonly source: string;
}

const knownNames = ['mediaType', 'size', 'digest', 'annotations', 'artifactType', 'platform', 'urls'];

/**
 * The descriptor, or undefined where it is not valid: media type missing, digest not sha256, size no whole number up
 * to 2^53, a name twice or in another case than the spec's, annotations other than text.
 */
export function readDescriptor(node: JsonNode): DescriptorEntry | undefined {
  if (node.type !== 'object' || !hasClearNames(node)) return undefined;
  const mediaType = member(node, 'mediaType');
  const digest = member(node, 'digest');
  const size = readSize(member(node, 'size'));
  const annotations = member(node, 'annotations');
  const artifactType = member(node, 'artifactType');
  const platform = member(node, 'platform');
  const readAs = annotations === undefined ? {} : readAnnotations(annotations);
  if (mediaType?.type !== 'string' || digest?.type !== 'string' || !isDigest(digest.value)) return undefined;
  if (size === undefined || readAs === undefined) return undefined;
  if (artifactType !== undefined && artifactType.type !== 'string') return undefined;
  if (platform !== undefined && platform.type !== 'object') return undefined;
  const readPlatformAs = platform === undefined ? undefined : readPlatform(platform);
  return {
    descriptor: {
      mediaType: mediaType.value,
      size,
      digest: digest.value,
      ...(annotations === undefined ? {} : { annotations: readAs }),
      ...(artifactType === undefined ? {} : { artifactType: artifactType.value }),
      ...(readPlatformAs === undefined ? {} : { platform: readPlatformAs }),
      ...(isForeign(member(node, 'urls')) ? { foreign: true as const } : {}),
    },
    source: node.source,
  };
}

/** A descriptor that was kept as text. Undefined where it is none. */
export function readDescriptorText(source: string): DescriptorEntry | undefined {
  const reading = readJson(new TextEncoder().encode(source));
  return 'problem' in reading ? undefined : readDescriptor(reading.root);
}

/** Annotations: an object of text values, no name twice. Undefined for anything else. */
export function readAnnotations(node: JsonNode): Readonly<Record<string, string>> | undefined {
  if (node.type !== 'object' || repeatedNames(node, (name) => name).length > 0) return undefined;
  const pairs: [string, string][] = [];
  for (const { name, value } of node.members) {
    if (value.type !== 'string') return undefined;
    pairs.push([name, value.value]);
  }
  // fromEntries defines members, so a name like __proto__ is one of them and nothing else.
  return Object.fromEntries(pairs);
}

function isForeign(urls: JsonNode | undefined): boolean {
  return urls?.type === 'array' && urls.items.length > 0;
}

function hasClearNames(object: JsonObject): boolean {
  if (repeatedNames(object, (name) => name).length > 0) return false;
  return object.members.every(({ name }) => {
    const known = knownNames.find((candidate) => foldName(candidate) === foldName(name));
    return known === undefined || known === name;
  });
}

function readSize(node: JsonNode | undefined): number | undefined {
  if (node?.type !== 'number' || !/^(?:0|[1-9][0-9]{0,15})$/.test(node.source)) return undefined;
  const size = Number(node.source);
  return Number.isSafeInteger(size) ? size : undefined;
}

/** Only for showing; a platform that says neither system nor architecture is none. */
function readPlatform(object: JsonObject): Platform | undefined {
  const os = member(object, 'os');
  const architecture = member(object, 'architecture');
  const variant = member(object, 'variant');
  if (os?.type !== 'string' || architecture?.type !== 'string') return undefined;
  return {
    os: os.value,
    architecture: architecture.value,
    ...(variant?.type === 'string' && variant.value !== '' ? { variant: variant.value } : {}),
  };
}

// Go writes null for what is not there.
function member(object: JsonObject, name: string): JsonNode | undefined {
  const [node] = membersNamed(object, name);
  return node?.type === 'null' ? undefined : node;
}
