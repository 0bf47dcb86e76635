// Which requirements the results of the tests show. Pure, so that it is tested itself.
import type { PartResult, TestResult } from '../support/task/results.ts';
import type { Requirement } from './table.ts';

export interface JudgedRequirement {
  readonly title: string;
  /** Why it is not shown; undefined where it is. */
  readonly reason: string | undefined;
}

/** One row per requirement, and one per id that a test names and nobody knows. */
export function judgeRequirements(
  requirements: readonly Requirement[],
  later: readonly string[],
  results: readonly PartResult[],
): readonly JudgedRequirement[] {
  const known = new Set([...requirements.map(({ id }) => id), ...later]);
  const tests = results.flatMap((result) => result.tests);
  const strangers = new Set(tests.flatMap((test) => idsOf(test.title)).filter((id) => !known.has(id)));
  return [
    ...requirements.map((requirement) => ({
      title: `${requirement.id}: ${requirement.says}`,
      reason: whyNotShown(requirement, results, tests),
    })),
    ...[...strangers].map((id) => ({ title: id, reason: 'a test names it, the table does not know it' })),
  ];
}

/** The ids at the end of a title: `… [S3]`, `… [S3, U1]` or `… [S3] [U1]`. */
export function idsOf(title: string): readonly string[] {
  const end = /(?:\s*\[[SNUV]\d+(?:,\s*[SNUV]\d+)*\])+\s*$/.exec(title)?.[0] ?? '';
  return end.match(/[SNUV]\d+/g) ?? [];
}

function whyNotShown(
  { id, shownBy }: Requirement,
  results: readonly PartResult[],
  tests: readonly TestResult[],
): string | undefined {
  const own = tests.filter((test) => idsOf(test.title).includes(id));
  const failed = own.find((test) => test.state === 'failed');
  if (failed !== undefined) return `a test of it failed: ${failed.title}`;
  if (own.length === 0) return 'no test names it, or none of those ran';
  if (!own.some((test) => test.state === 'passed')) return 'all of its tests were skipped';
  for (const { suite, title } of shownBy ?? []) {
    const named = results.filter((result) => result.part === suite).flatMap((result) => result.tests);
    const passed = named.some((test) => test.title.includes(title) && test.state === 'passed');
    if (!passed) return `the test "${title}" of ${suite} did not run and pass`;
  }
  return undefined;
}
