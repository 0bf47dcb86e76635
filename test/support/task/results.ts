// The results of a part of the tests: one file .test-results/PART.json each, and the sum that is printed at the end.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { resultsFolder, seconds } from './tools.ts';

export type TestState = 'passed' | 'failed' | 'skipped';

export interface TestResult {
  /** The full title: every describe and the test's own sentence. */
  readonly title: string;
  readonly state: TestState;
  /** Milliseconds. */
  readonly duration: number;
  /** The test's file, relative to the repository. */
  readonly file: string;
  /** Why it was skipped, or what failed. */
  readonly reason?: string;
}

export interface PartResult {
  readonly part: string;
  readonly tests: readonly TestResult[];
}

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

function fileOf(part: string): string {
  return path.join(resultsFolder, `${part}.json`);
}

/** Forgets what an earlier run said, so that a run that dies cannot pass on it. */
export function clearResult(part: string): void {
  rmSync(fileOf(part), { force: true });
}

export function clearAllResults(): void {
  rmSync(resultsFolder, { recursive: true, force: true });
}

/** Writes one part's results. */
export function writeResult(part: string, tests: readonly TestResult[]): void {
  mkdirSync(resultsFolder, { recursive: true });
  writeFileSync(fileOf(part), JSON.stringify({ part, tests } satisfies PartResult, null, 1) + '\n');
}

/** One part's results, or undefined when it wrote none. A plain list of tests is taken as well. */
export function readResult(part: string): PartResult | undefined {
  let text: string;
  try {
    text = readFileSync(fileOf(part), 'utf8');
  } catch {
    return undefined;
  }
  const value = JSON.parse(text) as PartResult | readonly TestResult[];
  const tests = 'tests' in value ? value.tests : value;
  return {
    part,
    tests: tests.map((test) => ({ ...test, duration: test.duration || 0, file: test.file || '' })),
  };
}

/** All parts that have results, by name. */
export function readAllResults(): PartResult[] {
  return readdirSync(resultsFolder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => readResult(name.slice(0, -'.json'.length)))
    .filter((result) => result !== undefined);
}

export function count(parts: readonly PartResult[]): Counts {
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  for (const part of parts) for (const test of part.tests) counts[test.state] += 1;
  return counts;
}

export function sentence(counts: Counts): string {
  return `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`;
}

/** Prints each part, what was skipped and why, what failed, and the sum. */
export function printSum(parts: readonly PartResult[]): Counts {
  console.log('');
  for (const part of parts) {
    const took = part.tests.reduce((sum, test) => sum + test.duration, 0);
    console.log(`  ${part.part.padEnd(28)} ${sentence(count([part]))} (${seconds(took)} in tests)`);
  }
  for (const part of parts)
    for (const test of part.tests) {
      if (test.state === 'skipped')
        console.log(`  skipped [${part.part}] ${test.title}: ${test.reason ?? 'no reason given'}`);
      if (test.state === 'failed')
        console.log(`  failed  [${part.part}] ${test.title}: ${firstLine(test.reason)}`);
    }
  const counts = count(parts);
  console.log(`\n${sentence(counts)}`);
  return counts;
}

function firstLine(text: string | undefined): string {
  return (text ?? '').split('\n')[0] ?? '';
}
