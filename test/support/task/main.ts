// Runs one task by name (see table.ts): builds, runs the parts, prints the sum. Started by ../task.mjs.
import { allNeeds, installNeeds } from '../debian.ts';
import { buildPart } from './build.ts';
import { clearAllResults, clearResult, count, printSum, readResult, writeResult } from './results.ts';
import { otherTasks, partsOf, testTasks, type Part, type PartOptions, type Step } from './table.ts';
import { seconds } from './tools.ts';

const [name = '', ...args] = process.argv.slice(2);
const steps = testTasks[name];
const other = otherTasks[name];

if (steps !== undefined) process.exitCode = await runSteps(steps);
else if (other !== undefined) process.exitCode = await other(args);
else {
  const names = [...Object.keys(testTasks), ...Object.keys(otherTasks)].sort();
  console.error(`There is no task "${name}". There are: ${names.join(', ')}.`);
  process.exitCode = 1;
}

/** Runs the steps one after the other; 0 when something passed and nothing failed. */
async function runSteps(list: readonly Step[]): Promise<number> {
  if (name === 'test') {
    clearAllResults();
    await installNeeds(allNeeds);
  }
  const withBuild = [buildPart, ...list]; // a broken build is one failure; what needs no bundle still runs
  const parts = partsOf(withBuild);
  const options = { args, quiet: parts.length > 3 };
  const runLane = async (lane: readonly Part[]): Promise<void> => {
    for (const part of lane) await runPart(part, options);
  };
  for (const step of withBuild) await Promise.all(('name' in step ? [[step]] : step).map(runLane));
  const results = parts.map((part) => readResult(part.name)).filter((result) => result !== undefined);
  if (args.length > 0 && results.every(({ part }) => part === buildPart.name)) {
    console.error(`No test file has one of these in its path: ${args.join(' ')}`);
    return 1;
  }
  printSum(results);
  const { passed, failed } = count(results);
  return failed === 0 && (passed > 0 || results.length === 0) ? 0 : 1;
}

async function runPart(part: Part, options: PartOptions): Promise<void> {
  console.log(`\n== ${part.name}`);
  clearResult(part.name);
  const started = Date.now();
  try {
    if ((await part.run(options)) === 'nothing') {
      console.log('   no tests yet');
      return;
    }
  } catch (error) {
    console.error(error);
    const reason = error instanceof Error ? error.message : String(error);
    fail(part.name, 'can be run', reason);
  }
  if (readResult(part.name) === undefined) fail(part.name, 'finishes', 'it ended without results');
  console.log(`   ${part.name} took ${seconds(Date.now() - started)}`);
}

/** Adds a failure to a part's results that no test of its own reported. */
function fail(part: string, what: string, reason: string): void {
  const tests = readResult(part)?.tests ?? [];
  writeResult(part, [...tests, { title: `${part} ${what}`, state: 'failed', duration: 0, file: '', reason }]);
}
