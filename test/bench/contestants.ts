// Who signs and verifies in the bench: cosign as a whole process, Countersign as a whole process, and Countersign as
// it runs in the extension. All three use the same key file, which each opens with its password (scrypt).
import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { promisify } from 'node:util';
import * as esbuild from 'esbuild';
import { shared } from '../../esbuild.mjs';
import { type Cosign, type CosignKey, password } from '../support/cosign.ts';
import { root } from '../support/task/tools.ts';
import { figureOf, type Figure } from './figures.ts';
import type { Done, Order, Reply } from './program.ts';

export type Who = 'extension' | 'process' | 'cosign';

export interface Contestant {
  readonly who: Who;
  readonly title: string;
  /** Signs or verifies once. Rejects unless it signed, or verified. */
  run(action: Order['action'], reference: string, signal: AbortSignal): Promise<Done>;
  stop(): void;
}

export function cosignContestant(cosign: Cosign, key: CosignKey): Contestant {
  return {
    who: 'cosign',
    title: 'cosign 3',
    async run(action, reference, signal) {
      const begun = performance.now();
      const { code, stderr } =
        action === 'sign'
          ? await cosign.sign(reference, key, {}, signal)
          : await cosign.verify(reference, key.publicKeyFile, {}, signal);
      const whole = performance.now() - begun;
      if (code !== 0) throw new Error(`cosign ${action}: ${stderr}`);
      return { whole, parts: {} };
    },
    stop: () => undefined,
  };
}

/** Builds program.ts, so that no time goes into stripping types. Returns its path. */
export async function buildProgram(): Promise<string> {
  const outfile = path.join(root, 'out/bench-program.cjs');
  await esbuild.build({
    ...shared,
    entryPoints: [path.join(import.meta.dirname, 'program.ts')],
    outfile,
    minify: true,
  });
  return outfile;
}

/** A process that starts Node, loads the engine, does one thing and ends: the like of a run of cosign. */
export function processContestant(program: string, cosign: Cosign, key: CosignKey): Contestant {
  return {
    who: 'process',
    title: 'Countersign, whole process',
    run(action, reference, signal) {
      const args = [program, action, reference, key.privateKeyFile, key.publicKeyFile];
      const begun = performance.now();
      return new Promise((resolve, reject) => {
        const options = { cwd: cosign.folder, env: environmentOf(cosign), signal };
        execFile(process.execPath, args, options, (error, _stdout, stderr) => {
          if (error === null) resolve({ whole: performance.now() - begun, parts: {} });
          else reject(new Error(`Countersign ${action}: ${stderr}`, { cause: error }));
        });
      });
    },
    stop: () => undefined,
  };
}

/** The engine loaded once; each run is a new engine that remembers nothing and has no connection open. */
export function extensionContestant(program: string, cosign: Cosign, key: CosignKey): Contestant {
  const { order, stop } = startProgram(program, cosign);
  return {
    who: 'extension',
    title: 'Countersign, in the extension',
    async run(action, reference, signal) {
      const { privateKeyFile, publicKeyFile } = key;
      return await order({ action, references: [reference], privateKeyFile, publicKeyFile }, signal);
    },
    stop,
  };
}

/** Starts the program as the extension holds the engine: loaded once, asked again and again. */
export function startProgram(
  program: string,
  cosign: Cosign,
): { order(order: Order, signal: AbortSignal): Promise<Done>; stop(): void } {
  const child = fork(program, { cwd: cosign.folder, env: environmentOf(cosign) });
  return {
    async order(order, signal) {
      const reply = await ask(child, order, signal);
      if ('failed' in reply) throw new Error(`Countersign ${order.action}: ${reply.failed}`);
      return reply;
    },
    stop: () => child.kill(),
  };
}

async function ask(child: ChildProcess, order: Order, signal: AbortSignal): Promise<Reply> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const ended = once(child, 'exit', { signal: either }).then(() => {
    throw new Error('the measured process ended');
  });
  try {
    child.send(order);
    const replied = once(child, 'message', { signal: either }).then(([reply]) => reply as Reply);
    return await Promise.race([replied, ended]);
  } finally {
    ended.catch(() => undefined);
    over.abort();
  }
}

/** What starting and ending Node costs, with nothing to do; milliseconds. */
export async function timeNodeAlone(runs: number): Promise<Figure | undefined> {
  const times: number[] = [];
  for (let run = 0; run <= runs; run += 1) {
    const begun = performance.now();
    await promisify(execFile)(process.execPath, ['-e', '0']);
    if (run > 0) times.push(performance.now() - begun);
  }
  return figureOf(times);
}

/** As little as cosign gets: an empty home, so that nobody's logins take part. */
function environmentOf(cosign: Cosign): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: cosign.folder,
    COSIGN_PASSWORD: password,
    BENCH_ENGINE: path.join(root, 'dist/engine.cjs'),
  };
}
