// The tables that the bench prints: times in milliseconds, as minimum / median / maximum of the runs.
import type { ActivationFigures, Measure } from './activation.ts';
import { inWords, ratioInWords, type Figure } from './figures.ts';
import type { Judgement } from './limits.ts';
import type { ManyImages } from './manyImages.ts';
import type { Row, Setting } from './signAndVerify.ts';
import type { Size } from './sizes.ts';
import { printTable } from './table.ts';

/** One setting: every contestant beside cosign. */
export function printSetting(setting: Setting, rows: readonly Row[]): void {
  const { action, by, registry, roundTrip } = setting;
  const away = roundTrip === 0 ? 'next door' : `${roundTrip} ms away`;
  const cosign = rows.find((row) => row.who === 'cosign');
  printTable(
    `${action} by ${by}, ${registry} ${away}`,
    ['', 'requests', 'rounds', 'connections', 'ms', 'time of cosign'],
    rows.map((row) => [
      row.title,
      inWords(row.requests),
      inWords(row.rounds),
      inWords(row.connections),
      inWords(row.wall),
      row === cosign ? '' : ratioInWords(row.wall, cosign?.wall),
    ]),
  );
  for (const row of rows) {
    const parts = Object.entries(row.parts).map(([part, took]) => `${part} ${inWords(took)}`);
    if (parts.length > 0) console.log(`  ${row.title}: ${parts.join(', ')}`);
  }
}

/** The images of several repositories, verified in one run. */
export function printMany({ images, repositories, rows }: ManyImages): void {
  const cosign = rows.find((row) => row.who === 'cosign');
  printTable(
    `verify ${String(images)} images by tag, ${String(repositories)} repositories, distribution with a token server next door`,
    ['', 'tokens asked for', 'ms', 'time of cosign'],
    rows.map((row) => [
      row.title,
      inWords(row.tokens),
      inWords(row.wall),
      row === cosign ? '' : ratioInWords(row.wall, cosign?.wall),
    ]),
  );
}

/** Below the settings: what the rows are. */
export function printReading(nodeAlone: Figure | undefined): void {
  console.log(`
  In the extension: the engine is loaded; each run is a new engine without connections, tokens or anything remembered:
  plan, open the key with its password (scrypt), run until the signature is read back. The person is not counted.
  Whole process: starts Node, loads the engine, does the same, ends; nobody runs it so, but it is what cosign does.
  Of it, Node alone takes ${inWords(nodeAlone)} ms. Next door, requests are counted in the warm-up and rounds not at all.`);
}

const words: Readonly<Record<Measure, string>> = {
  reported: 'activation, as VS Code reports it',
  asked: 'activation, from asking to done',
  extensionBundle: 'of it, loading extension.cjs',
  firstCommand: 'first command, until the engine is there',
  hostBundle: 'of it, loading host.cjs',
  engineBundle: 'of it, loading engine.cjs',
};

export function printActivation({ vscode, measures }: ActivationFigures): void {
  printTable(
    `Cold starts of VS Code ${vscode}: ${measures.reported?.runs ?? 0}`,
    ['', 'ms'],
    (Object.keys(words) as Measure[]).map((measure) => [words[measure], inWords(measures[measure])]),
  );
}

export function printSizes(sizes: readonly Size[]): void {
  printTable(
    'Sizes',
    ['', 'KB'],
    sizes.map(({ file, bytes }) => [file, (bytes / 1000).toFixed(1)]),
  );
}

export function printJudgements(judgements: readonly Judgement[]): void {
  console.log('\nLimits');
  for (const { title, passed, said } of judgements)
    console.log(`  ${passed ? 'ok  ' : 'FAIL'} ${title}: ${said}`);
}
