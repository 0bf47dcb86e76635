// Takes one check after the other out of the source and runs its test: a test that still passes shows nothing.
// Writes .test-results/mutations.json. Without a mutation the same tests must pass, or their failing would mean nothing.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { changeSource } from '../support/mutate.ts';
import { writeResult } from '../support/task/results.ts';
import type { TestResult } from '../support/task/results.ts';
import { packageFile, root, runProgram } from '../support/task/tools.ts';
import { mutations, titleOf } from './mutations.ts';
import type { Mutation } from './mutations.ts';

interface MochaTest {
  readonly fullTitle: string;
  /** Absolute. */
  readonly file: string;
  readonly err: { readonly code?: string; readonly message?: string };
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'mutations-'));
const results: TestResult[] = [];
try {
  const suites = [...new Set(mutations.map(({ suite }) => suite))];
  const untouched = await runTests(suites);
  for (const mutation of mutations) {
    const started = Date.now();
    const reason = whyUseless(mutation, untouched) ?? (await whyUnnoticed(mutation));
    const title = titleOf(mutation);
    const duration = Date.now() - started;
    results.push({
      title,
      duration,
      file: mutation.suite,
      ...(reason === undefined ? { state: 'passed' } : { state: 'failed', reason }),
    });
    console.log(`  ${reason === undefined ? 'noticed' : 'NOT NOTICED'}  ${mutation.id} ${title}`);
    if (reason !== undefined) console.log(`    ${reason}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
writeResult('mutations', results);
const unnoticed = results.filter(({ state }) => state === 'failed').length;
console.log(
  `${results.length - unnoticed} of ${results.length} checks are missed by their test when they are gone`,
);
if (unnoticed > 0) process.exitCode = 1;

/** Why the row says nothing even before the source is touched. */
function whyUseless(mutation: Mutation, untouched: readonly MochaTest[]): string | undefined {
  const named = testsOf(mutation, untouched);
  if (named.length !== 1) return `${named.length} tests have this title, not one`;
  const [test] = named;
  if (test !== undefined && hasFailed(test))
    return `it fails without the change too: ${String(test.err.message)}`;
  try {
    changeSource(readFileSync(path.join(root, mutation.file), 'utf8'), mutation);
    return undefined;
  } catch (error) {
    return String(error);
  }
}

async function whyUnnoticed(mutation: Mutation): Promise<string | undefined> {
  const [test] = testsOf(mutation, await runTests([mutation.suite], mutation));
  if (test === undefined) return 'the test did not run with the change';
  if (!hasFailed(test)) return 'the test still passes';
  const message = String(test.err.message);
  // A source that no longer loads would fail every test: only a failed assertion shows that the check was missed.
  if (test.err.code !== 'ERR_ASSERTION') return `it fails, but not by an assertion: ${message}`;
  if (message.includes(mutation.says ?? '')) return undefined;
  return `it fails, but not because of "${mutation.says ?? ''}": ${message}`;
}

function testsOf(mutation: Mutation, tests: readonly MochaTest[]): readonly MochaTest[] {
  return tests.filter(
    ({ file, fullTitle }) => file === path.join(root, mutation.suite) && fullTitle.includes(mutation.test),
  );
}

function hasFailed(test: MochaTest): boolean {
  return Object.keys(test.err).length > 0;
}

async function runTests(suites: readonly string[], mutation?: Mutation): Promise<readonly MochaTest[]> {
  const output = path.join(folder, 'results.json');
  rmSync(output, { force: true });
  const change = mutation && { file: mutation.file, find: mutation.find, replace: mutation.replace };
  const ran = await runProgram(
    process.execPath,
    [
      ...['--disable-warning=ExperimentalWarning', '--import', path.join(root, 'test/support/mutate.ts')],
      packageFile('mocha', 'bin/mocha.js'),
      ...[
        '--extension',
        'ts',
        '--timeout',
        '60000',
        '--reporter',
        'json',
        '--reporter-option',
        `output=${output}`,
      ],
      ...(mutation === undefined ? [] : ['--fgrep', mutation.test]),
      ...suites,
    ],
    { quiet: true, timeLimit: 180_000, env: { MUTATION: change && JSON.stringify(change) } },
  );
  try {
    return (JSON.parse(readFileSync(output, 'utf8')) as { readonly tests: readonly MochaTest[] }).tests;
  } catch {
    console.log(ran.output);
    return [];
  }
}
