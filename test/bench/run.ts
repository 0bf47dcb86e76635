// `npm run bench`: prints tables and writes bench-results.json. Counts of requests and rounds are held against limits;
// times are only told. `npm run bench -- [sign-verify] [many] [races] [activation] [tree] [sizes] [--runs 7] [--starts 20] [--rounds 20]`
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { installNeeds, missingNeeds } from '../support/debian.ts';
import { getPeer } from '../support/peers.ts';
import { makePackages } from '../support/task/package.ts';
import { writeResult, type TestResult } from '../support/task/results.ts';
import { inCi, root } from '../support/task/tools.ts';
import { benchActivation, ownTarget, type ActivationFigures } from './activation.ts';
import { timeNodeAlone } from './contestants.ts';
import { ratioOf, type Figure } from './figures.ts';
import { judge, limits } from './limits.ts';
import { benchManyImages, type ManyImages } from './manyImages.ts';
import { describeMachine, describeVersions } from './machine.ts';
import {
  printActivation,
  printJudgements,
  printMany,
  printReading,
  printSetting,
  printSizes,
} from './print.ts';
import { benchSignAndVerify, type Row } from './signAndVerify.ts';
import { benchRaces, raceLine, type RaceRow } from './races.ts';
import { readSizes, type Size } from './sizes.ts';
import { benchTree, type TreeFigures } from './tree.ts';
import { printTree, treeProblems } from './treeWords.ts';

interface Results {
  readonly startedAt: string;
  readonly machine: ReturnType<typeof describeMachine>;
  versions: Readonly<Record<string, string>>;
  signAndVerify?: readonly (Row & { readonly timeOfCosign: number | undefined })[];
  nodeAlone?: Figure | undefined;
  manyImages?: ManyImages;
  races?: readonly RaceRow[];
  activation?: ActivationFigures['measures'];
  tree?: TreeFigures;
  sizes?: readonly Size[];
}

const sections = {
  'sign-verify': runSignAndVerify,
  many: runMany,
  races: runRaces,
  activation: runActivation,
  tree: runTree,
  sizes: runSizes,
};
type Section = keyof typeof sections;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '7' },
    starts: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '20' },
  },
});
const runs = countOf('runs', values.runs);
const starts = countOf('starts', values.starts);
const raceRounds = countOf('rounds', values.rounds);
const wanted = (Object.keys(sections) as Section[]).filter(
  (name) => positionals.length === 0 || positionals.includes(name),
);
const unknown = positionals.filter((name) => !(name in sections));
if (unknown.length > 0)
  throw new Error(`there is no ${unknown.join(', ')}: ${Object.keys(sections).join(', ')}`);

const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupt.abort());
const results: Results = {
  startedAt: new Date().toISOString(),
  machine: describeMachine(),
  versions: describeVersions(),
};
const tests: TestResult[] = [];

const { processor, cores, memoryGigabytes, system, loadBefore } = results.machine;
console.log(`${processor}, ${cores} cores, ${memoryGigabytes} GB, ${system}, load ${loadBefore.toFixed(1)}`);
console.log(
  Object.entries(results.versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', '),
);
if (loadBefore > cores / 4) console.log('THE MACHINE IS BUSY: only the counts are worth something.');

for (const section of wanted) await sections[section]();

const file = path.join(root, 'bench-results.json');
writeFileSync(file, JSON.stringify(results, null, 1) + '\n');
console.log(`\nWritten: ${path.relative(root, file)}`);
writeResult('bench', tests);
if (tests.some(({ state }) => state === 'failed')) process.exitCode = 1;

async function runSignAndVerify(): Promise<void> {
  const missing = await missingPeers();
  if (missing !== undefined) {
    for (const { title } of limits) record(title, inCi ? 'failed' : 'skipped', missing);
    return;
  }
  const rows = await benchSignAndVerify(runs, printSetting, interrupt.signal);
  results.signAndVerify = rows.map((row) => ({ ...row, timeOfCosign: timeOfCosign(row, rows) }));
  results.nodeAlone = await timeNodeAlone(runs);
  printReading(results.nodeAlone);
  const judgements = judge(rows);
  printJudgements(judgements);
  for (const { title, passed, said } of judgements) record(title, passed ? 'passed' : 'failed', said);
}

async function runMany(): Promise<void> {
  const title = 'two hundred images behind a token server are verified in one run';
  const missing = await missingPeers();
  if (missing !== undefined) return record(title, inCi ? 'failed' : 'skipped', missing);
  const many = await benchManyImages(runs, interrupt.signal);
  results.manyImages = many;
  printMany(many);
  record(title, 'passed', '');
}

/** As a share of cosign's in the same setting. */
function timeOfCosign(row: Row, rows: readonly Row[]): number | undefined {
  const beside = rows.find(
    (other) =>
      other.who === 'cosign' &&
      other.registry === row.registry &&
      other.roundTrip === row.roundTrip &&
      other.action === row.action &&
      other.by === row.by,
  );
  return row === beside ? undefined : ratioOf(row.wall, beside?.wall);
}

async function runRaces(): Promise<void> {
  const missing = await missingPeers();
  const title = 'of writers at one tag none of ours is lost, and none of others that one of ours had seen';
  if (missing !== undefined) return record(title, inCi ? 'failed' : 'skipped', missing);
  console.log('\nRaces at one tag:');
  const tell = (row: RaceRow): void => console.log(`  ${raceLine(row)}`);
  results.races = await benchRaces(raceRounds, tell, interrupt.signal);
  const bad = results.races.filter(({ lost }) => lost !== undefined && lost > 0).map(raceLine);
  record(title, bad.length === 0 ? 'passed' : 'failed', bad.join('; '));
}

async function runActivation(): Promise<void> {
  const title = 'the activation of the packaged extension is measured';
  await installNeeds(['chromium']);
  const missing = process.platform === 'linux' ? missingNeeds(['chromium']) : 'it runs on Linux only';
  if (missing !== undefined) return record(title, inCi ? 'failed' : 'skipped', missing);
  await makePackages([ownTarget()]);
  const tell = (start: number): void => console.log(`  start ${start} of ${starts}`);
  console.log('\nStarting VS Code …');
  const { vscode, measures } = await benchActivation(starts, tell, interrupt.signal);
  results.versions = { ...results.versions, vscode };
  results.activation = measures;
  printActivation({ vscode, measures });
  record(title, 'passed', '');
}

async function runTree(): Promise<void> {
  const title = 'the tree asks for no manifest of a node that nobody opened, and stays under 100 MB';
  await installNeeds(['chromium']);
  const missing = process.platform === 'linux' ? missingNeeds(['chromium']) : 'it runs on Linux only';
  if (missing !== undefined) return record(title, inCi ? 'failed' : 'skipped', missing);
  await makePackages([ownTarget()]);
  const figures = await benchTree(Math.min(runs, 3), interrupt.signal);
  results.tree = figures;
  printTree(figures);
  const problems = treeProblems(figures);
  record(title, problems.length === 0 ? 'passed' : 'failed', problems.join('; '));
}

async function runSizes(): Promise<void> {
  await makePackages([ownTarget(), 'universal']);
  results.sizes = readSizes();
  printSizes(results.sizes);
}

async function missingPeers(): Promise<string | undefined> {
  try {
    for (const name of ['cosign3', 'distribution', 'ggcr-registry'] as const) {
      await getPeer(name, interrupt.signal);
    }
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function record(title: string, state: TestResult['state'], reason: string): void {
  const why = state === 'passed' ? {} : { reason };
  tests.push({ title: `bench: ${title}`, state, duration: 0, file: 'test/bench/run.ts', ...why });
}

function countOf(name: string, text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new Error(`--${name} is a number from 1 on`);
  return count;
}
