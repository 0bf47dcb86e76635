// A list of names (tags, repositories) that a registry gives page by page, and the part of it that the tree shows: all of
// it, or what a filter leaves. Pure: knows neither VS Code nor the engine, only pages.
import { fill, newContent, show, sortIn, sow, step } from './nameContent.ts';
import type { Content, Filling, NameListOptions } from './nameContent.ts';

/** What a list is at a moment. */
export interface NameListState {
  /** What is in view, in order. */
  readonly shown: readonly string[];
  /** How many rows are loaded and not hidden, in view or not. */
  readonly loaded: number;
  /** How many names are known, in view or not, hidden or not. */
  readonly known: number;
  /** How many names there are in all, where the list tells. */
  readonly total: number | undefined;
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
  /** The filter that is in force. */
  readonly filter: string | undefined;
  /** The list tells dates. */
  readonly dated: boolean;
  readonly filling: Filling;
  /** Names wait that stand above some of those in view. */
  readonly outOfOrder: boolean;
}

export interface NameList {
  state(): NameListState;
  /** Brings the next names into view, reading on only when none are left. Never throws: see `failure`. */
  more(signal: AbortSignal): Promise<void>;
  /** Reads on behind what is in view, up to `most` names, until the signal aborts. Never throws: see `filling`. */
  fill(most: number, progress: () => void, signal: AbortSignal): Promise<void>;
  /** What is hidden or the order has changed: sorts out anew, without reading. Also brings what is first to the top. */
  refilter(): void;
  /** Shows only what fits; all of it again with undefined or nothing but blanks, without reading anew. */
  setFilter(text: string | undefined): void;
  /** Forgets every name and ends the reading; the next `more` shows as many as were in view. The filter stays. */
  reset(): void;
  /** True for a name that was read, whether or not it is in view. */
  has(name: string): boolean;
  /** Every name that was read without a filter. */
  names(): Iterable<string>;
  /** True where these are all names of the list. */
  isWhole(): boolean;
  /** What the list itself tells of a name: milliseconds since 1970, a digest. */
  dateOf(name: string): number | undefined;
  digestOf(name: string): string | undefined;
}

/** Makes an empty list; nothing is read before the first `more`. */
export function newNameList(options: NameListOptions): NameList {
  let whole = newContent(0, undefined);
  let filtered: Content | undefined;
  const contents = (): readonly Content[] => (filtered === undefined ? [whole] : [filtered, whole]);
  const current = (): Content => filtered ?? whole;

  // Before the first reading: what somebody else knows of this list.
  function prepare(content: Content): void {
    if (content.started || content.known.size > 0) return;
    if (content !== whole) return sow(content, options, whole.known, whole.complete);
    const seed = options.seed?.();
    if (seed !== undefined) sow(content, options, seed.names, seed.complete);
  }

  return {
    state: () => stateOf(current(), options),
    more(signal) {
      const mine = current();
      prepare(mine);
      mine.running ??= step(mine, options, signal).finally(() => {
        mine.running = undefined;
      });
      return mine.running;
    },
    async fill(most, progress, signal) {
      const mine = current();
      if (mine.filling === 'running' || mine.complete) return;
      await fill(mine, options, most, progress, signal);
    },
    refilter() {
      for (const content of contents()) sortAnew(content, options);
    },
    setFilter(text) {
      const wanted = text?.trim() ?? '';
      if (filtered?.filter === (wanted === '' ? undefined : wanted)) return;
      end(filtered);
      filtered = wanted === '' ? undefined : newContent(0, wanted);
    },
    reset() {
      for (const content of contents()) end(content);
      filtered &&= newContent(filtered.shown.length, filtered.filter);
      whole = newContent(whole.shown.length, undefined);
    },
    has: (name) => contents().some(({ known }) => known.has(name)),
    names: () => whole.known,
    isWhole: () => whole.complete,
    dateOf: (name) => firstOf(contents(), ({ dates }) => dates.get(name)),
    digestOf: (name) => firstOf(contents(), ({ digests }) => digests.get(name)),
  };
}

function stateOf(content: Content, { compare }: NameListOptions): NameListState {
  const { shown, waiting, known, complete, dates } = content;
  const [first, last] = [waiting[0], shown.at(-1)];
  return {
    shown,
    loaded: shown.length + waiting.length,
    known: known.size,
    total: content.total,
    hidden: content.hidden,
    dropped: content.dropped,
    complete,
    exhausted: complete && waiting.length === 0,
    failure: content.failure,
    started: content.started,
    filter: content.filter,
    dated: dates.size > 0,
    filling: content.filling,
    outOfOrder: first !== undefined && last !== undefined && compare(first, last, dates) < 0,
  };
}

function sortAnew(content: Content, options: NameListOptions): void {
  content.hidden = 0;
  content.shown = [];
  content.waiting = [];
  content.rows.clear();
  sortIn(content, options, content.known);
  show(content, options);
}

function end(content: Content | undefined): void {
  content?.reading?.stop.abort();
}

function firstOf<T>(contents: readonly Content[], look: (content: Content) => T | undefined): T | undefined {
  for (const content of contents) {
    const found = look(content);
    if (found !== undefined) return found;
  }
  return undefined;
}
