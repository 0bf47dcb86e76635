// Paths and child processes for the tasks.
import { spawn } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onInterrupt } from './interrupt.ts';

export const root = path.resolve(import.meta.dirname, '../../..');
export const resultsFolder = path.join(root, '.test-results');

/** Where downloaded test programs live (VS Code, Node 22): outside the repository, shared by all clones. */
export const cacheFolder =
  process.env['VSCODE_TEST_CACHE'] ??
  path.join(process.env['XDG_CACHE_HOME'] ?? path.join(os.homedir(), '.cache'), 'vscode-test');

export const inCi = process.env['CI'] === 'true';

export interface ProgramOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** After that many milliseconds the program and its children are ended. */
  readonly timeLimit?: number;
  /** Keep the output in the result and print nothing. */
  readonly quiet?: boolean;
}

export interface ProgramResult {
  /** Exit code; -1 when it could not start, ran over its time or was ended by a signal. */
  readonly code: number;
  readonly output: string;
  readonly timedOut: boolean;
}

/** Runs a program to its end, without standard input, and never throws. */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramResult> {
  const grouped = process.platform !== 'win32';
  const child = spawn(program, args, {
    cwd: options.cwd ?? root,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', options.quiet ? 'pipe' : 'inherit', options.quiet ? 'pipe' : 'inherit'],
    detached: grouped, // a group of its own, so that the time limit ends its children too
  });
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
  const endAll = (signal: NodeJS.Signals): void => {
    if (child.pid === undefined || child.exitCode !== null) return;
    try {
      if (grouped) process.kill(-child.pid, signal);
      else child.kill(signal);
    } catch {
      // it ended in between
    }
  };
  const state = { timedOut: false };
  const timer = setTimeout(
    () => {
      state.timedOut = true;
      endAll('SIGKILL');
    },
    options.timeLimit ?? 2 ** 31 - 1,
  );
  const closed = new Promise<number>((resolve) => {
    child.once('error', (error) => {
      chunks.push(Buffer.from(String(error)));
      resolve(-1);
    });
    child.once('close', (exitCode) => resolve(exitCode ?? -1));
  });
  const forget = onInterrupt(async () => {
    endAll('SIGTERM');
    await closed;
  });
  const code = await closed;
  clearTimeout(timer);
  forget();
  const output = Buffer.concat(chunks).toString('utf8');
  return { code: state.timedOut ? -1 : code, output, timedOut: state.timedOut };
}

/** Runs npm with this Node, whichever way the task was started. */
export function runNpm(args: readonly string[], options: ProgramOptions = {}): Promise<ProgramResult> {
  const started = process.env['npm_execpath'];
  if (started !== undefined && path.basename(started).startsWith('npm'))
    return runProgram(process.execPath, [started, ...args], options);
  return runProgram(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, options);
}

/** The script behind an installed package's command, e.g. ('mocha', 'bin/mocha.js'). */
export function packageFile(name: string, file: string): string {
  return path.join(root, 'node_modules', name, file);
}

/** Files of the repository that match, as sorted relative paths with forward slashes. */
export function findFiles(pattern: string): string[] {
  return globSync(pattern, { cwd: root })
    .map((file) => file.replaceAll(path.sep, '/'))
    .sort();
}

export function exists(file: string): boolean {
  return existsSync(path.join(root, file));
}

/** `1.2 s`, for people. */
export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
