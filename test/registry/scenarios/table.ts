// The scenario table as text, made of the results of the registry part: real, emulated or n/a in every cell, and loudly
// where a cell failed or did not run.
import type { TestResult } from '../../support/task/results.ts';
import { type Column, columns, titleOf } from './columns.ts';
import type { Row } from './row.ts';
import { rows } from './rows.ts';

export interface ScenarioTable {
  readonly text: string;
  /** A sentence for each cell that did not run. Those that failed are failed tests. */
  readonly empty: readonly string[];
}

/** `tests`: those of the whole part. */
export function scenarioTable(tests: readonly TestResult[]): ScenarioTable {
  const byTitle = new Map(tests.map((test) => [test.title, test]));
  const empty: string[] = [];
  const notes: string[][] = [];
  const lines = rows.map((row) => [
    row.name,
    ...columns.map((column) => {
      const na = column.notApplicable?.(row);
      if (na !== undefined) {
        notes.push([`n/a ${row.section}`, `${row.name}, ${column.name}: ${na}`]);
        return `n/a ${row.section}`;
      }
      const test = byTitle.get(titleOf(row, column));
      if (test?.state === 'passed') return wordOf(row, column);
      if (test?.state === 'failed') return 'FAILED';
      empty.push(`${row.name}, ${column.name}: ${test?.reason ?? 'there is no such test'}`);
      return 'NOT RUN';
    }),
  ]);
  const headings = [['', ...columns.map(({ name }) => name.split(' ')[0] ?? '')], secondLine()];
  const text = [
    ...aligned([...headings, ...lines]),
    '',
    ...aligned(notes),
    naiveClients(tests),
    ...empty.map((one) => `NOT RUN  ${one}`),
  ].join('\n');
  return { text, empty };
}

/** The headings' further words, for narrow columns. */
function secondLine(): string[] {
  return ['', ...columns.map(({ name }) => name.split(' ').slice(1).join(' '))];
}

function wordOf({ product }: Row, { emulatedEverywhere = false }: Column): string {
  return product === 'distribution' && !emulatedEverywhere ? 'real' : 'emulated';
}

function aligned(lines: readonly (readonly string[])[]): string[] {
  const widths = (lines[0] ?? []).map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  return lines.map((line) =>
    line
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** Each test that shows a quirk of an emulated product does it by a naive client that fails there. */
function naiveClients(tests: readonly TestResult[]): string {
  const all = tests.filter(
    ({ file, title }) => file.startsWith('test/registry/products/') && /\bnaive client\b/.test(title),
  );
  const passed = all.filter(({ state }) => state === 'passed').length;
  return `Naive clients that failed where Countersign does not: ${String(passed)} of ${String(all.length)}.`;
}
