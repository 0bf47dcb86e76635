// A mocha reporter that prints the specification (or, with RESULT_QUIET, the failures only) and writes every test
// into .test-results/RESULT_PART.json. The file is written at the end of a finished run only.
import path from 'node:path';
import Mocha from 'mocha';
import { writeResult, type TestResult } from './results.ts';
import { root } from './tools.ts';

const { Base, Spec } = Mocha.reporters;

/** Where skipTest (test/support/skip.ts) leaves its words on a test, a hook or a suite. */
interface MayHaveReason {
  skipReason?: string;
  parent?: MayHaveReason | undefined;
}

export default class ResultReporter extends (process.env['RESULT_QUIET'] ? Base : Spec) {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const tests: TestResult[] = [];
    const add = (test: Mocha.Test | Mocha.Hook, rest: Pick<TestResult, 'state' | 'reason'>): void => {
      const file = path.relative(root, test.file ?? '').replaceAll(path.sep, '/');
      tests.push({ title: test.fullTitle(), duration: test.duration ?? 0, file, ...rest });
    };
    runner.on('pass', (test) => add(test, { state: 'passed' }));
    runner.on('fail', (test, error: unknown) => add(test, { state: 'failed', reason: textOf(error) }));
    runner.on('pending', (test) => add(test, { state: 'skipped', reason: reasonOf(test) }));
    runner.once('end', () => {
      if (process.env['RESULT_QUIET']) this.epilogue();
      const part = process.env['RESULT_PART'];
      if (part === undefined) return;
      writeResult(part, tests);
      if (process.env['TEST_REPORT'] === undefined) watchForLeftovers(part, tests);
    });
  }
}

/** A process that stays alive after its last test has left a server, a socket or a timer open: that is a failure. */
function watchForLeftovers(part: string, tests: readonly TestResult[]): void {
  const patience = 10_000;
  setTimeout(() => {
    const reason = `still open after ${patience / 1000} s: ${process.getActiveResourcesInfo().join(', ')}`;
    console.error(`  ${reason}`);
    const failure = { title: `${part} leaves nothing open`, duration: patience, file: '', reason };
    writeResult(part, [...tests, { ...failure, state: 'failed' }]);
    process.exit(1);
  }, patience).unref();
}

function reasonOf(test: MayHaveReason | undefined): string {
  for (let at = test; at !== undefined; at = at.parent) if (at.skipReason !== undefined) return at.skipReason;
  return 'no reason given';
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
