// The table of scenarios at registries, printed at the end of the part whose tests fill it, also where that is quiet.
import { readResult, writeResult } from './results.ts';
import type { PartOptions } from './table.ts';

/** Prints it; a cell that did not run is a failure, unless somebody chose a few tests. */
export async function printScenarios(part: string, { args }: PartOptions): Promise<void> {
  const { scenarioTable } = await import('../../registry/scenarios/table.ts');
  const tests = readResult(part)?.tests ?? [];
  const { text, empty } = scenarioTable(tests);
  const isChosen = args.length > 0;
  if (isChosen && !tests.some(({ file }) => file.startsWith('test/registry/scenarios/'))) return;
  console.log(`\n${text}\n`);
  if (isChosen || empty.length === 0) return;
  const title = `${part} fills every cell of the scenario table`;
  const reason = `not run: ${empty.join('; ')}`;
  writeResult(part, [...tests, { title, state: 'failed', duration: 0, file: '', reason }]);
}
