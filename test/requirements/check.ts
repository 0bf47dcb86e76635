// Compares the table of requirements with the results of the tests: every requirement has a test that ran and passed.
// Run after all parts: it reads .test-results/*.json and writes requirements.json beside them.
import { readAllResults, writeResult } from '../support/task/results.ts';
import type { PartResult, TestResult } from '../support/task/results.ts';
import { credentialRules } from './credentialRules.ts';
import { judgeRequirements } from './judge.ts';
import { mutations, titleOf } from './mutations.ts';
import { later, requirements } from './table.ts';

const part = 'requirements';

// A check that a test does not miss when it is gone is not shown by that test.
const rows = requirements.map((requirement) => ({
  ...requirement,
  shownBy: [
    ...(requirement.shownBy ?? []),
    ...credentialRules.filter(({ id }) => id === requirement.id).flatMap(({ shownBy }) => shownBy),
    ...mutations
      .filter(({ id }) => id === requirement.id)
      .map((mutation) => ({ suite: 'mutations', title: titleOf(mutation) })),
  ],
}));
const results = readAllResults().filter((result: PartResult) => result.part !== part);
const judged = judgeRequirements(rows, later, results);
const tests: TestResult[] = judged.map(({ title, reason }) => ({
  title,
  state: reason === undefined ? 'passed' : 'failed',
  duration: 0,
  file: 'test/requirements/table.ts',
  ...(reason === undefined ? {} : { reason }),
}));
writeResult(part, tests);
for (const { title, reason } of judged) if (reason !== undefined) console.log(`  ${title}\n      ${reason}`);
const failed = judged.filter((row) => row.reason !== undefined).length;
console.log(
  `${judged.length - failed} of ${judged.length} requirements are shown by tests that ran and passed`,
);
if (failed > 0) process.exitCode = 1;
