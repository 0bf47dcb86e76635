// The table that is printed of the scenarios: what stands in a cell whose test passed, failed, was skipped, or is not there.
import assert from 'node:assert/strict';
import type { TestResult } from '../../support/task/results.ts';
import { columns, titleOf } from './columns.ts';
import { rows } from './rows.ts';
import { scenarioTable } from './table.ts';

const cells = rows.flatMap((row) =>
  columns
    .filter(({ notApplicable }) => notApplicable?.(row) === undefined)
    .map((column) => ({ row, column, title: titleOf(row, column) })),
);
const passed = (title: string, file = 'test/registry/scenarios/scenarios.test.ts'): TestResult => ({
  title,
  state: 'passed',
  duration: 1,
  file,
});

/** The line of a product, cell by cell. */
function lineOf(text: string, name: string): string[] {
  const line = text.split('\n').find((one) => one.startsWith(name)) ?? '';
  return line.split(/ {2,}/).slice(1);
}

describe('the printed table of scenarios', () => {
  const all = cells.map(({ title }) => passed(title));

  it('says in every cell whether it was real or emulated, or n/a with the section, and beneath it why', () => {
    const { text, empty } = scenarioTable(all);
    assert.deepEqual(empty, []);
    assert.deepEqual(new Set(lineOf(text, 'Harbor')), new Set(['emulated']));
    const real = lineOf(text, 'distribution');
    assert.equal(real.filter((cell) => cell === 'real').length, columns.length - 2);
    assert.equal(real.at(columns.findIndex(({ name }) => name === 'throttled')), 'emulated');
    for (const { name } of rows) assert.equal(lineOf(text, name).length, columns.length, name);
    const na = text.match(/^n\/a §\S+(?= {2,}\S.*: \S)/gm) ?? [];
    assert.equal(na.length, rows.length * columns.length - cells.length);
  });

  it('shows a cell whose test failed, was skipped or is not there, and names those that did not run', () => {
    const [first, second, third] = cells;
    const { text, empty } = scenarioTable([
      { ...passed(first?.title ?? ''), state: 'failed', reason: 'broken' },
      { ...passed(second?.title ?? ''), state: 'skipped', reason: 'no server here' },
      ...all.slice(3),
    ]);
    assert.deepEqual(lineOf(text, first?.row.name ?? '').slice(0, 3), ['FAILED', 'NOT RUN', 'NOT RUN']);
    assert.equal(empty.length, 2);
    assert.match(empty[0] ?? '', /: no server here$/);
    assert.match(empty[1] ?? '', new RegExp(`^${third?.row.name ?? ''}, ${third?.column.name ?? ''}: `));
  });

  it('counts the naive clients that failed as they should', () => {
    const naive = (title: string): TestResult => passed(title, 'test/registry/products/harbor.test.ts');
    const { text } = scenarioTable([
      ...all,
      naive('Harbor says it where a naive client waits'),
      { ...naive('Harbor keeps what a naive client takes away'), state: 'failed' },
      naive('Harbor is listed'),
    ]);
    assert.match(text, /^Naive clients that failed where Countersign does not: 1 of 2\.$/m);
  });
});
