// What a list of names holds at a moment, and how pages of a registry come into it: read only as far as somebody wants
// names, or quietly behind what is in view. Pure: knows neither VS Code nor the engine, only pages.
import type { NamePage } from '../../engine/namePage.ts';

/** So many names come into view at once. More rows at a time make VS Code slow. */
export const namesPerStep = 200;
/** So many pages of nothing but hidden names are read before the list says so (U10). */
export const pagesPerStep = 10;

/** When names were written, where the list tells: milliseconds since 1970. */
export type Dates = ReadonlyMap<string, number>;

export interface NameListOptions {
  /** Begins to read; the signal ends the whole reading. The server is asked for the filter where it can. */
  readonly read: (
    signal: AbortSignal,
    filter: string | undefined,
  ) => AsyncGenerator<NamePage, void, undefined>;
  readonly compare: (a: string, b: string, dates: Dates) => number;
  /** Names of the list that are not shown now (signature tags). Asked anew by `refilter`. */
  readonly isHidden: (name: string) => boolean;
  /** Names that do not belong to the list at all (another namespace of a catalog). */
  readonly belongs?: (name: string) => boolean;
  /** What of a name a filter looks at; all of it when left out. */
  readonly filtered?: (name: string) => string;
  /** Asked once, of the first page: how names are put together into rows (a namespace); undefined leaves each its own. */
  readonly rowsOf?: (first: readonly string[], complete: boolean) => ((name: string) => string) | undefined;
  /** What is known of the list before anything is read: names of it, and whether these are all. */
  readonly seed?: () => { readonly names: Iterable<string>; readonly complete: boolean };
}

/** How far the quiet reading behind the view has come. */
export type Filling = 'not-begun' | 'running' | 'stopped' | 'failed' | 'at-limit' | 'done';

/** `reset` puts a new content in place, so that a reading that still ends writes into one that nobody sees. */
export interface Content {
  readonly filter: string | undefined;
  readonly known: Set<string>;
  /** Rows that are in view or wait. */
  readonly rows: Set<string>;
  rowOf: ((name: string) => string) | undefined;
  /** Loaded, neither hidden nor in view; sorted. */
  waiting: string[];
  shown: readonly string[];
  hidden: number;
  dropped: number;
  readonly dates: Map<string, number>;
  readonly digests: Map<string, string>;
  total: number | undefined;
  /** How many names are to be in view. */
  wanted: number;
  /** The furthest that any reading came. */
  pagesRead: number;
  complete: boolean;
  started: boolean;
  failure: unknown;
  filling: Filling;
  reading: Reading | undefined;
  running: Promise<void> | undefined;
}

interface Reading {
  readonly pages: AsyncGenerator<NamePage, void, undefined>;
  readonly stop: AbortController;
  pagesRead: number;
}

/** `wanted`: how many names are to be in view after the first step. */
export function newContent(wanted: number, filter: string | undefined): Content {
  return {
    filter,
    known: new Set(),
    rows: new Set(),
    rowOf: undefined,
    waiting: [],
    shown: [],
    hidden: 0,
    dropped: 0,
    dates: new Map(),
    digests: new Map(),
    total: undefined,
    wanted,
    pagesRead: 0,
    complete: false,
    started: false,
    failure: undefined,
    filling: 'not-begun',
    reading: undefined,
    running: undefined,
  };
}

/** Names that another list has told: those that fit come in as if they had been read. */
export function sow(
  content: Content,
  options: NameListOptions,
  names: Iterable<string>,
  complete: boolean,
): void {
  const all = [...names];
  if (content.filter === undefined) content.rowOf = options.rowsOf?.(all, complete);
  takeNames(content, options, all, matcher(content, options));
  content.complete = complete;
}

/** Brings the next names into view, and reads where none are left. A failure is kept in the content. */
export async function step(content: Content, options: NameListOptions, signal: AbortSignal): Promise<void> {
  const before = content.shown.length;
  const isFirst = !content.started;
  // The first time as many as were in view before a reset, however many pages that takes.
  const goal = isFirst ? Math.max(content.wanted, namesPerStep) : before + namesPerStep;
  const enough = isFirst ? Math.max(content.wanted, 1) : before + 1;
  content.wanted = goal;
  content.started = true;
  content.failure = undefined;
  try {
    const last = content.pagesRead + pagesPerStep + Math.floor((enough - before) / namesPerStep);
    // What a filter leaves of a page is little: more pages are looked through for a view of it.
    const most = content.filter === undefined ? enough : goal;
    const wants = (): boolean => content.pagesRead === 0 || content.rows.size < most;
    while (content.pagesRead < last && !content.complete && wants()) await readPage(content, options, signal);
  } catch (error) {
    content.failure = error;
  }
  show(content, options);
}

/**
 * Reads on behind what is in view until the list is complete, `most` names are known or the signal aborts: then the page
 * that is on its way still comes in. Changes nothing in view. `progress` is called behind each page. Never throws.
 */
export async function fill(
  content: Content,
  options: NameListOptions,
  most: number,
  progress: () => void,
  signal: AbortSignal,
): Promise<void> {
  content.filling = 'running';
  try {
    while (!content.complete && content.known.size < most && !signal.aborted) {
      await readPage(content, options, new AbortController().signal);
      progress();
    }
    content.filling = content.complete ? 'done' : signal.aborted ? 'stopped' : 'at-limit';
  } catch {
    content.filling = signal.aborted ? 'stopped' : 'failed';
  }
}

// After a failure or a cancel the list is read from its beginning again: what is known already brings nothing new.
async function readPage(content: Content, options: NameListOptions, signal: AbortSignal): Promise<void> {
  const reading = content.reading ?? begin(content, options);
  content.reading = reading;
  const abort = (): void => reading.stop.abort(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    const page = await reading.pages.next();
    if (page.done === true) content.complete = true;
    else take(content, options, reading, page.value);
  } catch (error) {
    content.reading = undefined;
    throw error;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function begin(content: Content, options: NameListOptions): Reading {
  const stop = new AbortController();
  return { pages: options.read(stop.signal, content.filter), stop, pagesRead: 0 };
}

function take(content: Content, options: NameListOptions, reading: Reading, page: NamePage): void {
  if (page.complete) content.complete = true;
  reading.pagesRead += 1;
  // A page of a list that is read from its beginning again counts once.
  if (reading.pagesRead > content.pagesRead) {
    content.pagesRead = reading.pagesRead;
    content.dropped += page.dropped;
  }
  content.total = page.total ?? content.total;
  for (const [name, date] of page.dates ?? []) content.dates.set(name, date);
  for (const [name, digest] of page.digests ?? []) content.digests.set(name, digest);
  if (content.filter === undefined && content.known.size === 0)
    content.rowOf = options.rowsOf?.(
      page.names.filter((name) => options.belongs?.(name) !== false),
      page.complete,
    );
  takeNames(content, options, page.names, page.filtered === true ? undefined : matcher(content, options));
}

/** What fits the filter, where the server did not look at it: the text anywhere, in any case. */
function matcher(content: Content, options: NameListOptions): ((name: string) => boolean) | undefined {
  const text = content.filter?.toLowerCase();
  if (text === undefined) return undefined;
  return (name) => (options.filtered?.(name) ?? name).toLowerCase().includes(text);
}

function takeNames(
  content: Content,
  options: NameListOptions,
  names: readonly string[],
  fits: ((name: string) => boolean) | undefined,
): void {
  const fresh = names.filter(
    (name) => !content.known.has(name) && options.belongs?.(name) !== false && fits?.(name) !== false,
  );
  for (const name of fresh) content.known.add(name);
  sortIn(content, options, new Set(fresh));
}

/** Sorts names in behind the view. */
export function sortIn(content: Content, options: NameListOptions, names: Iterable<string>): void {
  const { rows, waiting, rowOf = (name: string) => name } = content;
  for (const name of names) {
    if (options.isHidden(name)) content.hidden += 1;
    else if (!rows.has(rowOf(name))) {
      waiting.push(rowOf(name));
      rows.add(rowOf(name));
    }
  }
  waiting.sort((a, b) => options.compare(a, b, content.dates));
}

/** Fills the view. What is in view stays in view: names of a later page are sorted in between. */
export function show(content: Content, options: NameListOptions): void {
  const room = content.wanted - content.shown.length;
  if (room <= 0 || content.waiting.length === 0) return;
  const shown = [...content.shown, ...content.waiting.slice(0, room)];
  content.shown = shown.sort((a, b) => options.compare(a, b, content.dates));
  content.waiting = content.waiting.slice(room);
}
