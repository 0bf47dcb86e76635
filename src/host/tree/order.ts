// The order of names in the tree. Numbers inside a name count as numbers (1.10 comes after 1.9), everything else by
// its code: the same order in every language.
import type { Dates } from './nameContent.ts';
import { besideTag } from './signatureTag.ts';

/** How tags are sorted: the newest version first, by name, or the newest date first. */
export type TagOrder = 'version' | 'name' | 'date';
export const tagOrders: readonly TagOrder[] = ['version', 'name', 'date'];

/** Two tags in this order. By date, what has none comes behind, by version. */
export function compareTagsBy(order: TagOrder, a: string, b: string, dates: Dates): number {
  if (order === 'version') return compareTags(a, b);
  const ranks = rank(a) - rank(b);
  if (order === 'name') return ranks || compareRepositories(a, b);
  return ranks || (dates.get(b) ?? 0) - (dates.get(a) ?? 0) || compareTags(a, b);
}

/** Repositories: ascending. */
export function compareRepositories(a: string, b: string): number {
  return compareNatural(a, b, rankByCode) || compareCodes(a, b);
}

/**
 * Tags: `latest`, then the newest version first (1.10, 1.9, 1.9-rc1), signature tags at the end.
 * A suffix behind a dash, an underscore or a plus comes after the bare name: it is a variant or a pre-release of it.
 */
export function compareTags(a: string, b: string): number {
  return rank(a) - rank(b) || compareNatural(b, a, rankWithSuffix) || compareCodes(b, a);
}

function rank(tag: string): number {
  if (tag === 'latest') return 0;
  return besideTag(tag) === undefined ? 1 : 2;
}

/** Walks both names at once: runs of digits by their value, other characters by their rank. */
function compareNatural(a: string, b: string, rankAt: (name: string, at: number) => number): number {
  let inA = 0;
  let inB = 0;
  while (inA < a.length || inB < b.length) {
    if (isDigit(a, inA) && isDigit(b, inB)) {
      const endA = endOfDigits(a, inA);
      const endB = endOfDigits(b, inB);
      const difference = compareNumbers(a.slice(inA, endA), b.slice(inB, endB));
      if (difference !== 0) return difference;
      inA = endA;
      inB = endB;
    } else {
      const difference = rankAt(a, inA) - rankAt(b, inB);
      if (difference !== 0) return difference;
      inA += 1;
      inB += 1;
    }
  }
  return 0;
}

/** The end of a name comes before everything. */
function rankByCode(name: string, at: number): number {
  return at < name.length ? name.charCodeAt(at) : -1;
}

/** What begins a suffix comes before the end of a name. */
function rankWithSuffix(name: string, at: number): number {
  const code = rankByCode(name, at);
  return code >= 0 && '-_+'.includes(name.charAt(at)) ? code - 0x10000 : code;
}

// As text, because a tag may hold a number of a hundred digits.
function compareNumbers(a: string, b: string): number {
  const valueA = a.replace(/^0+/, '');
  const valueB = b.replace(/^0+/, '');
  return valueA.length - valueB.length || compareCodes(valueA, valueB);
}

function compareCodes(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

function endOfDigits(text: string, start: number): number {
  let end = start;
  while (isDigit(text, end)) end += 1;
  return end;
}
