// Reads JSON of unknown origin into a tree that keeps duplicate keys, their order and the source offsets,
// which JSON.parse throws away (http.md 15). Strict: UTF-8 without a byte order mark, JSON's grammar, limited depth.
import { parseTree } from 'jsonc-parser';
import type { Node } from 'jsonc-parser';
import type { JsonProblem } from '../problems.ts';

export type JsonNode = JsonObject | JsonArray | JsonLeaf;

export interface JsonObject {
  readonly type: 'object';
  /** In source order, duplicates included. */
  readonly members: readonly JsonMember[];
  readonly source: string;
}

export interface JsonMember {
  readonly name: string;
  readonly value: JsonNode;
}

export interface JsonArray {
  readonly type: 'array';
  readonly items: readonly JsonNode[];
  readonly source: string;
}

/** `source` is the exact text: a number above 2^53 stays readable there. */
export type JsonLeaf =
  | { readonly type: 'string'; readonly value: string; readonly source: string }
  | { readonly type: 'number' | 'boolean' | 'null'; readonly source: string };

export type JsonReading = { readonly root: JsonNode } | { readonly problem: JsonProblem };

/** Nothing that cosign or a registry writes goes deeper than ten; Go's own limit is 10,000. */
const maxDepth = 64;
/** A list of ten thousand signatures has half as many; each costs some hundred bytes of memory (S40). */
const maxValues = 250_000;

/**
 * Reads the bytes, or says why they are no JSON that this engine reads: with more than `most` values, names counted too,
 * it is made to cost. Never throws for any input.
 */
export function readJson(bytes: Uint8Array, most = maxValues): JsonReading {
  let text: string;
  try {
    // ignoreBOM keeps a byte order mark in the text, where JSON.parse refuses it, as Go does.
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { problem: 'not-utf-8' };
  }
  // Before anything recursive sees the text. Counts brackets in strings of broken JSON too, which is refused anyway.
  const { depth, values } = sizeOf(text);
  if (depth > maxDepth) return { problem: 'nested-too-deeply' };
  if (values > most) return { problem: 'too-many-values' };
  try {
    JSON.parse(text);
  } catch {
    return { problem: 'not-json' };
  }
  const tree = parseTree(text, [], { disallowComments: true });
  return tree === undefined ? { problem: 'not-json' } : { root: convert(tree, text) };
}

/** The members with exactly this name. */
export function membersNamed(object: JsonObject, name: string): readonly JsonNode[] {
  return object.members.filter((member) => member.name === name).map((member) => member.value);
}

/** The names that occur more than once, compared after `fold`. */
export function repeatedNames(object: JsonObject, fold: (name: string) => string): readonly string[] {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const { name } of object.members) {
    const folded = fold(name);
    if (seen.has(folded)) repeated.add(name);
    seen.add(folded);
  }
  return [...repeated];
}

/**
 * Folds a name as Go's encoding/json does when it looks for a field: ASCII letters of any case, and the two characters
 * outside ASCII that fold onto one, U+212A (Kelvin sign; lower case is k) and U+017F (long s; is lower case already).
 * Right only for comparing with ASCII names.
 */
export function foldName(name: string): string {
  return name.toLowerCase().replaceAll('\u017f', 's');
}

/** How deep it nests, and how many values it has at most: one more than what opens, parts or names one. */
function sizeOf(text: string): { readonly depth: number; readonly values: number } {
  let [open, depth, values] = [0, 0, 1];
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (inString) {
      if (character === '\\') at++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === ',' || character === ':') values++;
    else if (character === '{' || character === '[') {
      depth = Math.max(depth, ++open);
      values++;
    } else if (character === '}' || character === ']') open--;
  }
  return { depth, values };
}

function convert(node: Node, text: string): JsonNode {
  const source = text.slice(node.offset, node.offset + node.length);
  const children = node.children ?? [];
  switch (node.type) {
    case 'object':
      return { type: 'object', source, members: children.map((child) => convertMember(child, text)) };
    case 'array':
      return { type: 'array', source, items: children.map((child) => convert(child, text)) };
    case 'string':
      return { type: 'string', source, value: String(node.value) };
    case 'number':
    case 'boolean':
    case 'null':
      return { type: node.type, source };
    case 'property':
      throw new TypeError('a property stands only in an object');
  }
}

function convertMember(property: Node, text: string): JsonMember {
  const [name, value] = property.children ?? [];
  if (name === undefined || value === undefined) throw new TypeError('JSON.parse accepted half a property');
  return { name: String(name.value), value: convert(value, text) };
}
