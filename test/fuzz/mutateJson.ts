// Breaks JSON along its structure: members doubled, renamed, left out, in another case, values of other types and sizes,
// and now and then a text that is no JSON any more.
import { mutateText } from './mutateText.ts';
import type { Random } from './random.ts';

type Tree = readonly Member[] | { readonly items: readonly Tree[] } | { readonly leaf: string };
type Member = readonly [name: string, value: Tree];

/** The tree of a JSON text. Made once per seed. */
export type JsonSeed = Tree;

/** Reads a seed. Throws what JSON.parse throws. */
export function jsonSeed(text: string): JsonSeed {
  return toTree(JSON.parse(text) as unknown);
}

const leaves: readonly string[] = [
  ...[
    'null',
    'true',
    'false',
    '0',
    '-1',
    '2',
    '1e3',
    '9007199254740993',
    '18446744073709551616',
    '1.5',
    '""',
    '"x"',
  ],
  ...['"\\u0000"', '"\\ud800"', '"\\u212a"', '"sha256:"', '[]', '{}', '[[]]', '{"":0}', '"__proto__"'],
  `"sha256:${'0'.repeat(64)}"`,
  `"${'a'.repeat(5000)}"`,
  `${'['.repeat(70)}${']'.repeat(70)}`,
];

/** One to three changes to the tree, written with or without white space; one text in eight is broken as text too. */
export function mutateJson(random: Random, seed: JsonSeed, words: readonly string[]): string {
  let tree = seed;
  for (let left = 1 + random.below(3); left > 0; left -= 1) tree = changeTree(random, tree, words);
  const text = write(tree, random.oneIn(5) ? ' ' : '');
  return random.oneIn(8) ? mutateText(random, text, words) : text;
}

function changeTree(random: Random, tree: Tree, words: readonly string[]): Tree {
  if ('leaf' in tree || random.oneIn(12)) return { leaf: leaf(random, words) };
  if ('items' in tree)
    return { items: changeList(random, tree.items, (item) => changeTree(random, item, words)) };
  return changeList(random, tree, ([name, value]) =>
    random.oneIn(3) ? [rename(random, name, words), value] : [name, changeTree(random, value, words)],
  );
}

/** Changes one element, or leaves it out, doubles it (changed or not), moves it to the end. */
function changeList<T>(random: Random, list: readonly T[], change: (element: T) => T): readonly T[] {
  const at = random.below(list.length);
  const element = list[at];
  if (element === undefined) return list;
  const others = list.toSpliced(at, 1);
  switch (random.below(8)) {
    case 0:
      return others;
    case 1:
      return list.toSpliced(at, 0, element);
    case 2:
      return [...list, change(element)];
    case 3:
      return [...others, element];
    default:
      return list.with(at, change(element));
  }
}

function rename(random: Random, name: string, words: readonly string[]): string {
  switch (random.below(5)) {
    case 0:
      return name.toUpperCase();
    case 1:
      return name.replace(/k/i, '\u212a').replace(/s/i, '\u017f');
    case 2:
      return random.pick(['__proto__', 'constructor', '', 'data', 'urls', 'toString']);
    case 3:
      return `${name}\u0000`;
    default:
      return random.pick(words);
  }
}

function leaf(random: Random, words: readonly string[]): string {
  return random.oneIn(2) ? random.pick(leaves) : JSON.stringify(random.pick(words));
}

function toTree(value: unknown): Tree {
  if (Array.isArray(value)) return { items: value.map(toTree) };
  if (typeof value !== 'object' || value === null) return { leaf: JSON.stringify(value) };
  return Object.entries(value).map(([name, member]) => [name, toTree(member)] as const);
}

function write(tree: Tree, blank: string): string {
  if ('leaf' in tree) return tree.leaf;
  if ('items' in tree) return `[${tree.items.map((item) => write(item, blank)).join(`,${blank}`)}]`;
  const members = tree.map(([name, value]) => `${JSON.stringify(name)}:${blank}${write(value, blank)}`);
  return `{${members.join(`,${blank}`)}}`;
}
