// One part of the tests: a folder of mocha files, run by a Node of choice, with a result file.
import path from 'node:path';
import { node22 } from './node22.ts';
import { readResult, writeResult } from './results.ts';
import { findFiles, packageFile, root, runProgram } from './tools.ts';
import type { PartOptions, PartOutcome } from './table.ts';

export interface MochaPart {
  readonly name: string;
  /** Glob of the test files. */
  readonly files: string;
  /** Folders (prefixes) that this part leaves out. */
  readonly without?: readonly string[];
  readonly node?: '24' | '22';
  /** Milliseconds one test may take, and minutes the whole part may take. */
  readonly testLimit?: number;
  readonly minutes?: number;
}

/** Runs the part's files; arguments choose: `-g WORDS` by title, anything else by a piece of the file's path. */
export async function runMochaPart(part: MochaPart, options: PartOptions): Promise<PartOutcome> {
  const { grep, pieces } = readArguments(options.args);
  const files = findFiles(part.files)
    .filter((file) => !part.without?.some((folder) => file.startsWith(folder)))
    .filter((file) => isChosen(file, pieces));
  if (files.length === 0) return 'nothing';
  const node = part.node === '22' ? await node22() : process.execPath;
  const result = await runProgram(
    node,
    [
      packageFile('mocha', 'bin/mocha.js'),
      ...['--extension', 'ts', '--forbid-only', '--timeout', String(part.testLimit ?? 20_000)],
      ...['--reporter', path.join(root, 'test/support/task/reporter.ts')],
      ...grep,
      ...files,
    ],
    {
      env: {
        RESULT_PART: part.name,
        RESULT_QUIET: options.quiet ? '1' : undefined,
        NODE_OPTIONS: '--disable-warning=ExperimentalWarning',
      },
      timeLimit: (part.minutes ?? 10) * 60_000,
    },
  );
  noteUnfinished(part.name, result.timedOut, result.code);
  return 'ran';
}

/** A process that ended badly without a failed test (a crash after the last test, a time limit) is a failure of its own. */
function noteUnfinished(part: string, timedOut: boolean, code: number): void {
  if (code === 0) return;
  const tests = readResult(part)?.tests ?? [];
  if (tests.some((test) => test.state === 'failed')) return;
  const reason = timedOut
    ? 'it ran over its time limit (something was left open?)'
    : `mocha ended with code ${code}`;
  writeResult(part, [
    ...tests,
    { title: `${part} ends cleanly`, state: 'failed', duration: 0, file: '', reason },
  ]);
}

/** Any of the pieces is enough; without pieces every file is meant. */
export function isChosen(file: string, pieces: readonly string[]): boolean {
  return pieces.length === 0 || pieces.some((piece) => file.includes(piece));
}

function readArguments(args: readonly string[]): { grep: string[]; pieces: string[] } {
  const grep: string[] = [];
  const pieces: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? '';
    if (word === '-g' || word === '--grep') grep.push('--grep', args[(at += 1)] ?? '');
    else pieces.push(word);
  }
  return { grep, pieces };
}
