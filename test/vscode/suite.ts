// The entry of a test run inside the extension host. Whether it passed is said by the result file alone, which only
// a finished run writes: the workbench reports success also when the extension host merely dies.
import { appendFileSync } from 'node:fs';
import { format } from 'node:util';
import Mocha from 'mocha';
import ResultReporter from '../support/task/reporter.ts';

/** Runs test files: each a path for the results and a function that loads it. */
export async function runSuite(
  files: readonly (readonly [file: string, load: () => unknown])[],
): Promise<void> {
  const report = process.env['TEST_REPORT'];
  const say = (...words: unknown[]): void => {
    if (report === undefined) console.log(...words);
    else appendFileSync(report, format(...words) + '\n');
  };
  Mocha.reporters.Base.consoleLog = say;
  try {
    const mocha = new Mocha({
      ui: 'bdd',
      color: false,
      timeout: 60_000, // a setting can take many seconds to be written on a busy machine
      reporter: ResultReporter,
      forbidOnly: true,
      ...(process.env['TEST_GREP'] === undefined ? {} : { grep: process.env['TEST_GREP'] }),
    });
    for (const [file, load] of files) {
      mocha.suite.emit('pre-require', globalThis, file, mocha);
      mocha.suite.emit('require', load(), file, mocha);
      mocha.suite.emit('post-require', globalThis, file, mocha);
    }
    await new Promise<void>((resolve) => {
      mocha.run(() => resolve());
    });
  } catch (error) {
    say(error);
    throw error;
  }
}
