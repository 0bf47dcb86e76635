// A part that is a program of its own: it may write its results itself, else its exit code is its one result.
import { readResult, writeResult } from './results.ts';
import { exists, runProgram } from './tools.ts';
import type { PartOptions, PartOutcome } from './table.ts';

/** Runs `node FILE args…`. A program that fails has at least one failed result. */
export async function runScriptPart(
  name: string,
  file: string,
  minutes: number,
  options: PartOptions,
): Promise<PartOutcome> {
  if (!exists(file)) return 'nothing';
  const started = Date.now();
  const { code, timedOut } = await runProgram(process.execPath, [file, ...options.args], {
    timeLimit: minutes * 60_000,
  });
  const tests = readResult(name)?.tests ?? [];
  const own = { title: `${name} ends cleanly`, duration: Date.now() - started, file };
  if (code !== 0 && !tests.some((test) => test.state === 'failed')) {
    const reason = timedOut ? `it ran over its ${minutes} minutes` : `it ended with code ${code}`;
    writeResult(name, [...tests, { ...own, state: 'failed', reason }]);
  } else if (tests.length === 0) {
    writeResult(name, [{ ...own, state: 'passed' }]);
  }
  return 'ran';
}
