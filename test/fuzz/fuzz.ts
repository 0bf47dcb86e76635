// Runs a parser on numbered inputs in a thread, watches that it gets on, and tells what was found.
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { Order, Word } from './worker.ts';

export type Outcome =
  (Extract<Word, { kind: 'done' }> & { readonly seconds: number }) | Extract<Word, { kind: 'finding' }>;

/** No input is allowed longer, however busy the machine is. */
const longest = 30_000;

/** Runs the inputs `from` up to `from + inputs`. Never throws for what a parser does. */
export async function fuzz(order: Omit<Order, 'progress'>): Promise<Outcome> {
  setFlagsFromString('--expose-gc'); // of threads that start from now on
  const progress = new SharedArrayBuffer(4);
  const current = new Int32Array(progress);
  const started = performance.now();
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: { ...order, progress } });
  const stopWatching = new AbortController();
  try {
    const word = await Promise.race([wordOf(worker, current), hang(current, stopWatching.signal)]);
    return word.kind === 'finding' ? word : { ...word, seconds: (performance.now() - started) / 1000 };
  } finally {
    stopWatching.abort();
    await worker.terminate();
  }
}

/** How to get the same input once more. */
export function howToRepeat(parser: string, seed: number, number: number): string {
  return `npm run fuzz -- '${parser}' --seed ${String(seed)} --from ${String(number)} --inputs 1`;
}

function wordOf(worker: Worker, current: Int32Array): Promise<Word> {
  return new Promise((resolve) => {
    worker.once('message', resolve);
    worker.once('error', (error) => {
      resolve({
        kind: 'finding',
        number: Atomics.load(current, 0),
        input: '',
        failure: `the thread died: ${String(error)}`,
      });
    });
  });
}

async function hang(current: Int32Array, signal: AbortSignal): Promise<Word> {
  for (let before = -1; ;) {
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, longest);
      signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
    });
    const number = Atomics.load(current, 0);
    if (number === before) return { kind: 'finding', number, input: '', failure: 'it hangs' };
    before = number;
  }
}
