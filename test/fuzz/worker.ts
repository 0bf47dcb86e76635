// One parser's inputs, in a thread of its own: one that hangs can be named and ended.
import { parentPort, workerData } from 'node:worker_threads';
import { parsers } from './parsers.ts';
import { randomOf } from './random.ts';

export interface Order {
  readonly parser: string;
  readonly seed: number;
  readonly from: number;
  readonly inputs: number;
  /** One number: the input that is being parsed. */
  readonly progress: SharedArrayBuffer;
}

export type Word =
  | { readonly kind: 'done'; readonly taken: number; readonly heapBefore: number; readonly heapAfter: number }
  | { readonly kind: 'finding'; readonly number: number; readonly input: string; readonly failure: string };

const { parser: name, seed, from, inputs, progress } = workerData as Order;
parentPort?.postMessage(await run());

async function run(): Promise<Word> {
  const parser = parsers.find((candidate) => candidate.name === name);
  if (parser === undefined) throw new Error(`there is no parser ${name}`);
  const current = new Int32Array(progress);
  let taken = 0;
  let heapBefore = 0;
  for (let number = from; number < from + inputs; number += 1) {
    // After a tenth everything that is kept for good is there: what is added later would be a leak.
    if (number === from + Math.floor(inputs / 10)) heapBefore = heap();
    Atomics.store(current, 0, number);
    const input = parser.make(randomOf(seed, name, number));
    try {
      const outcome = parser.check(input as never);
      if ((typeof outcome === 'string' ? outcome : await outcome) === 'taken') taken += 1;
    } catch (error) {
      const failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
      return { kind: 'finding', number, input: show(input), failure };
    }
  }
  return { kind: 'done', taken, heapBefore, heapAfter: heap() };
}

/** Bytes in use after a collection. */
function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

function show(input: string | Uint8Array): string {
  const text =
    typeof input === 'string' ? JSON.stringify(input) : `base64 ${Buffer.from(input).toString('base64')}`;
  return text.length > 4000 ? `${text.slice(0, 4000)}…` : text;
}
