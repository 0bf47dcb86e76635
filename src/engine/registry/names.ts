// The names of one list as they come, page by page: what is outside the grammar is dropped and counted (S4), each name is
// given once, and there is an end to how many are kept in memory.
import { EngineError } from '../errors.ts';
import { isDigest } from '../oci/digest.ts';
import type { Digest } from '../oci/digest.ts';
import type { ListedName } from '../products/listing.ts';
import type { Operation } from '../problems.ts';

/** One page of names, without their registry. */
export interface NameListPage {
  /** New names only, in the registry's order (distribution 2.8 has none). */
  readonly names: readonly string[];
  /** How many names of this page are outside the grammar and were dropped. */
  readonly dropped: number;
  /** True on the last page. */
  readonly complete: boolean;
  /** Milliseconds since 1970 by name, where the list tells. */
  readonly dates?: ReadonlyMap<string, number>;
  /** What tags point at, where the list tells: the registry's word, never to be trusted (S31). */
  readonly digests?: ReadonlyMap<string, Digest>;
  readonly total?: number;
  /** True where the server applied the filter. */
  readonly filtered?: boolean;
}

/** Ten times what a list is expected to be able to hold. */
export const mostNames = 100_000;

export interface TakenNames {
  /** Those that are new. */
  readonly names: readonly string[];
  /** All that are of the grammar. */
  readonly valid: readonly string[];
  readonly dropped: number;
  readonly dates: ReadonlyMap<string, number>;
  readonly digests: ReadonlyMap<string, Digest>;
}

export interface Names {
  /**
   * Sorts a page's entries; a name may come several times, and its latest date counts. `facts` are of names among them.
   * Throws `too-large`.
   */
  take(entries: readonly ListedName[], facts?: readonly ListedName[]): TakenNames;
}

/** No names yet. `what` names the list for `too-large`. */
export function newNames(registry: string, what: Operation, isValid: (name: string) => boolean): Names {
  const seen = new Set<string>();
  return {
    take(entries, facts = []) {
      const isName = ({ name }: ListedName): boolean => typeof name === 'string' && isValid(name);
      const valid = entries.filter(isName).map(({ name }) => String(name));
      const here = new Set(valid);
      const names = [...here].filter((name) => !seen.has(name));
      for (const name of names) seen.add(name);
      if (seen.size > mostNames) {
        throw new EngineError('too-large', { host: registry, what, unit: 'names', limit: mostNames });
      }
      const dates = new Map<string, number>();
      const digests = new Map<string, Digest>();
      for (const { name, date, digest } of [...entries, ...facts]) {
        if (typeof name !== 'string' || !here.has(name)) continue;
        if (date !== undefined && date > (dates.get(name) ?? 0)) dates.set(name, date);
        if (typeof digest === 'string' && isDigest(digest)) digests.set(name, digest);
      }
      return { names, valid, dropped: entries.length - valid.length, dates, digests };
    },
  };
}

/** A page of what was taken; dates and digests only where there are any. */
export function pageFrom({ names, dropped, dates, digests }: TakenNames, complete: boolean): NameListPage {
  return {
    names,
    dropped,
    complete,
    ...(dates.size > 0 && { dates }),
    ...(digests.size > 0 && { digests }),
  };
}
