// A list of names (tags, repositories) that a registry gives page by page, and the part of it that the tree shows.
// Pure: knows neither VS Code nor the engine, only pages.
import type { NamePage } from '../../engine/namePage.ts';

/** So many names come into view at once. More rows at a time make VS Code slow. */
export const namesPerStep = 200;
/** So many pages of nothing but hidden names are read before the list says so (U10). */
export const pagesPerStep = 10;

export interface NameListOptions {
  /** Begins to read; the signal ends the whole reading. */
  readonly read: (signal: AbortSignal) => AsyncGenerator<NamePage, void, undefined>;
  readonly compare: (a: string, b: string) => number;
  /** Names of the list that are not shown now (signature tags). Asked anew by `refilter`. */
  readonly isHidden: (name: string) => boolean;
  /** Names that do not belong to the list at all (another namespace of a catalog). */
  readonly belongs?: (name: string) => boolean;
}

/** What a list is at a moment. */
export interface NameListState {
  /** What is in view, in order. */
  readonly shown: readonly string[];
  /** How many names are loaded and not hidden, in view or not. */
  readonly loaded: number;
  /** How many loaded names are hidden. */
  readonly hidden: number;
  /** How many names the engine dropped because they are outside the grammar (S4). */
  readonly dropped: number;
  /** The registry has no further page. */
  readonly complete: boolean;
  /** Nothing more can come into view. */
  readonly exhausted: boolean;
  /** What stopped the last reading; names read before it stay. */
  readonly failure: unknown;
  /** True once a reading was begun. */
  readonly started: boolean;
}

export interface NameList {
  state(): NameListState;
  /** Brings the next names into view, reading on only when none are left. Never throws: see `failure`. */
  more(signal: AbortSignal): Promise<void>;
  /** What is hidden has changed: sorts out anew, without reading. */
  refilter(): void;
  /** Forgets every name and ends the reading; the next `more` shows as many as were in view. */
  reset(): void;
}

/** Makes an empty list; nothing is read before the first `more`. */
export function newNameList(options: NameListOptions): NameList {
  let content = newContent(0);
  return {
    state: () => ({
      shown: content.shown,
      loaded: content.shown.length + content.waiting.length,
      hidden: content.hidden,
      dropped: content.dropped,
      complete: content.complete,
      exhausted: content.complete && content.waiting.length === 0,
      failure: content.failure,
      started: content.started,
    }),
    more(signal) {
      const mine = content;
      mine.running ??= step(mine, options, signal).finally(() => {
        mine.running = undefined;
      });
      return mine.running;
    },
    refilter() {
      content.hidden = 0;
      content.shown = [];
      content.waiting = [];
      sortIn(content, options, content.known);
      show(content, options);
    },
    reset() {
      content.reading?.stop.abort();
      content = newContent(content.shown.length);
    },
  };
}

/** `reset` puts a new content in place, so that a reading that still ends writes into one that nobody sees. */
interface Content {
  readonly known: Set<string>;
  /** Loaded, neither hidden nor in view; sorted. */
  waiting: string[];
  shown: readonly string[];
  hidden: number;
  dropped: number;
  /** How many names are to be in view. */
  wanted: number;
  /** The furthest that any reading came. */
  pagesRead: number;
  complete: boolean;
  started: boolean;
  failure: unknown;
  reading: Reading | undefined;
  running: Promise<void> | undefined;
}

interface Reading {
  readonly pages: AsyncGenerator<NamePage, void, undefined>;
  readonly stop: AbortController;
  pagesRead: number;
}

function newContent(wanted: number): Content {
  return {
    known: new Set(),
    waiting: [],
    shown: [],
    hidden: 0,
    dropped: 0,
    wanted,
    pagesRead: 0,
    complete: false,
    started: false,
    failure: undefined,
    reading: undefined,
    running: undefined,
  };
}

async function step(content: Content, options: NameListOptions, signal: AbortSignal): Promise<void> {
  const before = content.shown.length;
  // The first time as many as were in view before a reset, however many pages that takes.
  const goal = content.started ? before + namesPerStep : Math.max(content.wanted, namesPerStep);
  const enough = content.started ? before + 1 : Math.max(content.wanted, 1);
  content.wanted = goal;
  content.started = true;
  content.failure = undefined;
  try {
    const last = content.pagesRead + pagesPerStep + Math.floor((enough - before) / namesPerStep);
    while (content.pagesRead < last && !content.complete && countLoaded(content) < enough) {
      await readPage(content, options, signal);
    }
  } catch (error) {
    content.failure = error;
  }
  show(content, options);
}

function countLoaded(content: Content): number {
  return content.shown.length + content.waiting.length;
}

// After a failure or a cancel the list is read from its beginning again: what is known already brings nothing new.
async function readPage(content: Content, options: NameListOptions, signal: AbortSignal): Promise<void> {
  const reading = content.reading ?? begin(options);
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

function begin(options: NameListOptions): Reading {
  const stop = new AbortController();
  return { pages: options.read(stop.signal), stop, pagesRead: 0 };
}

function take(content: Content, options: NameListOptions, reading: Reading, page: NamePage): void {
  if (page.complete) content.complete = true;
  reading.pagesRead += 1;
  // A page of a list that is read from its beginning again counts once.
  if (reading.pagesRead > content.pagesRead) {
    content.pagesRead = reading.pagesRead;
    content.dropped += page.dropped;
  }
  const fresh = page.names.filter((name) => !content.known.has(name) && options.belongs?.(name) !== false);
  for (const name of fresh) content.known.add(name);
  sortIn(content, options, new Set(fresh));
}

function sortIn(content: Content, options: NameListOptions, names: Iterable<string>): void {
  for (const name of names) {
    if (options.isHidden(name)) content.hidden += 1;
    else content.waiting.push(name);
  }
  content.waiting.sort(options.compare);
}

// What is in view stays in view: names of a later page are sorted in between.
function show(content: Content, options: NameListOptions): void {
  const room = content.wanted - content.shown.length;
  if (room <= 0 || content.waiting.length === 0) return;
  content.shown = [...content.shown, ...content.waiting.slice(0, room)].sort(options.compare);
  content.waiting = content.waiting.slice(room);
}
