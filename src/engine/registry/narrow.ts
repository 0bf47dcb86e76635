// The part of a list that is wanted: below a namespace, with a text in the name. Registries have no question for either, but
// most lists are in order and can be begun behind any name: so the part that begins with the text comes first, and
// whatever else has it in the middle behind it (distribution spec: `last`).
import { isEngineError } from '../errors.ts';
import { pageSize } from './lists.ts';
import type { NameListPage } from './names.ts';

export interface Narrowed {
  /** What every wanted name begins with: empty, or a namespace with its slash. */
  readonly below: string;
  /** What every wanted name has behind `below`, in any case. */
  readonly filter: string;
}

type Pages = AsyncGenerator<NameListPage, void, undefined>;
/** Begins the list anew, with this query. */
type Ask = (start?: string) => Pages;

/** The wanted part of the list, each name once. Throws what the list throws. */
export async function* narrowed(ask: Ask, wanted: Narrowed): Pages {
  const { below, filter } = wanted;
  const known = new Set<string>();
  if (below !== '' && (yield* jumped(ask, wanted, known, below, 'whole'))) return;
  let first = true;
  for await (const page of ask()) {
    yield fresh(only(page, wanted), known);
    if (first && filter !== '' && !page.complete) {
      yield* jumped(ask, wanted, known, below + filter, 'part');
    }
    first = false;
  }
}

/** What of a page is wanted. */
export function only(page: NameListPage, { below, filter }: Narrowed): NameListPage {
  if (below === '' && filter === '') return page;
  const text = filter.toLowerCase();
  const names = page.names.filter(
    (name) => name.startsWith(below) && name.slice(below.length).toLowerCase().includes(text),
  );
  // A total of more than what is wanted is none of it.
  const { total, ...rest } = page;
  const isOfThese =
    total !== undefined && (filter === '' || page.filtered === true) && names.length === page.names.length;
  return {
    ...rest,
    names,
    ...(isOfThese && { total }),
    ...(filter !== '' && { filtered: page.filtered === true }),
  };
}

function fresh(page: NameListPage, known: Set<string>): NameListPage {
  const names = page.names.filter((name) => !known.has(name));
  for (const name of names) known.add(name);
  return { ...page, names };
}

/**
 * The names that begin with `prefix`, from a list that proves to be in order. `whole`: this is the whole of what is
 * wanted; true is returned where it was given. `part`: what is not in order gives nothing, and no page is the last.
 */
async function* jumped(
  ask: Ask,
  wanted: Narrowed,
  known: Set<string>,
  prefix: string,
  extent: 'whole' | 'part',
): AsyncGenerator<NameListPage, boolean, undefined> {
  const start = before(prefix);
  let pages = 0;
  let orders: readonly Order[] = [byBytes, byParts];
  let last = start;
  try {
    for await (const page of ask(`n=${String(pageSize)}&last=${encodeURIComponent(start)}`)) {
      orders = orders.filter((order) => isAscending(order, last, page.names));
      if (orders.length === 0 || (page.names.length === 0 && pages === 0)) return false;
      pages += 1;
      last = page.names.at(-1) ?? last;
      const isBehind = orders.every((order) => order(last, prefix) > 0) && !last.startsWith(prefix);
      const complete = page.complete || isBehind;
      const part = fresh(only(page, wanted), known);
      if (part.names.length > 0 || (complete && extent === 'whole')) {
        yield {
          ...part,
          complete: complete && extent === 'whole',
          ...(extent === 'part' && { filtered: true }),
        };
      }
      if (complete) return true;
    }
  } catch (error) {
    // Harbor, for one, refuses a `last` that is none of its names. The list itself then tells what is wrong, if anything.
    if (pages > 0 || !isEngineError(error) || isEngineError(error, 'cancelled')) throw error;
  }
  return false;
}

type Order = (one: string, other: string) => number;

const byBytes: Order = (one, other) => (one < other ? -1 : one > other ? 1 : 0);
/** Folder by folder, as distribution walks its files: the slash before every other character. */
const byParts: Order = (one, other) => byBytes(one.replaceAll('/', '\0'), other.replaceAll('/', '\0'));

function isAscending(order: Order, last: string, names: readonly string[]): boolean {
  return names.every((name, index) => order(names[index - 1] ?? last, name) < 0);
}

const alphabet = '-./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';

/** A text that comes before every name that begins with `prefix`, in either order, and close to them. */
function before(prefix: string): string {
  const start = prefix.slice(0, -1);
  const end = prefix.at(-1) ?? '';
  // `acme` comes right before `acme/…` where folders are walked, and somewhat before it by bytes.
  if (end === '/') return start;
  const place = alphabet.indexOf(end);
  const previous = alphabet[place - 1];
  return previous === undefined || previous === '/' ? start : `${start}${previous}zzzz`;
}
