// What can be run: the parts (each writes one file of results) and the tasks (what `npm run NAME` does).
import { allNeeds, installNeeds } from '../debian.ts';
import { build } from './build.ts';
import { builtParts } from './built.ts';
import { runCheck } from './check.ts';
import { runMochaPart, type MochaPart } from './mocha.ts';
import { runPackage } from './package.ts';
import { printSum, readAllResults } from './results.ts';
import { writeProductTable } from './productTable.ts';
import { printScenarios } from './scenarios.ts';
import { runScriptPart } from './script.ts';
import { writeTexts } from './texts.ts';
import { runProgram } from './tools.ts';
import { uiInteropPart, uiPart } from './ui.ts';
import { vscodeParts } from './vscode.ts';

export interface PartOptions {
  /** What stands after the task's name. */
  readonly args: readonly string[];
  /** Print failures only: the part is one of many. */
  readonly quiet: boolean;
}

export type PartOutcome = 'ran' | 'nothing';

export interface Part {
  readonly name: string;
  run(options: PartOptions): Promise<PartOutcome>;
}

/** A part, or lanes that run beside each other, each one part after the other. */
export type Step = Part | readonly (readonly Part[])[];

/** Every part of the steps, in the order in which they are reported. */
export function partsOf(steps: readonly Step[]): readonly Part[] {
  return steps.flatMap((step) => ('name' in step ? [step] : step.flat()));
}

const mocha = (part: MochaPart): Part => ({ name: part.name, run: (options) => runMochaPart(part, options) });
const script = (name: string, file: string, minutes: number): Part => ({
  name,
  run: (options) => runScriptPart(name, file, minutes, options),
});

const desktop = (which: 'newest' | 'minimum'): Part => ({
  name: `desktop-${which}`,
  run: async (options) => (await import('./desktop.ts')).runOnDesktop(which, options),
});

const house = 'test/unit/house/';
const check: Part = { name: 'check', run: runCheck };
const unit = mocha({ name: 'unit', files: 'test/unit/**/*.test.ts', testLimit: 60_000 });
const unitOnNode22 = mocha({
  name: 'unit-node22',
  files: 'test/unit/**/*.test.ts',
  without: [house, 'test/unit/keys/'], // the keys run there as bundled code, see built.ts
  node: '22',
  testLimit: 60_000,
});
const registry: Part = {
  name: 'registry',
  async run(options) {
    const part = { name: this.name, files: 'test/registry/**/*.test.ts', testLimit: 60_000 };
    const outcome = await runMochaPart(part, options);
    await printScenarios(this.name, options);
    return outcome;
  },
};
const forged = mocha({ name: 'forged', files: 'test/forged/**/*.test.ts', testLimit: 60_000 });
const faults = mocha({ name: 'faults', files: 'test/faults/**/*.test.ts', testLimit: 60_000 });
const fuzz = mocha({ name: 'fuzz', files: 'test/fuzz/**/*.test.ts', testLimit: 300_000 });
const conformance = mocha({ name: 'conformance', files: 'test/conformance/**/*.test.ts' });
const packages: Part = { name: 'package', run: runPackage };
const interop = script('interop', 'test/interop/run.ts', 40);
const mutations = script('mutations', 'test/requirements/run-mutations.ts', 20);
const requirements = script('requirements', 'test/requirements/check.ts', 2);
const bench = script('bench', 'test/bench/run.ts', 60);

/** Tasks that run parts of the tests, in this order, and print the sum. */
export const testTasks: Readonly<Record<string, readonly Step[]>> = {
  test: [
    ...[check, unit, unitOnNode22, ...builtParts, registry, forged, faults, fuzz, conformance],
    // Driving a browser is waiting for the most part.
    [[uiPart], [...vscodeParts, mutations]],
    ...[packages, requirements],
  ],
  check: [check],
  'test:unit': [unit, unitOnNode22],
  'test:built': builtParts,
  'test:registry': [registry],
  'test:forged': [forged],
  'test:faults': [faults],
  'test:vscode': vscodeParts,
  'test:ui': [uiPart],
  'test:fuzz': [fuzz],
  'test:conformance': [conformance],
  'test:requirements': [mutations, requirements],
  'test:interop': [interop, uiInteropPart],
  'test:desktop': [desktop('newest'), desktop('minimum')],
  bench: [bench],
  package: [packages],
};

/** Tasks that do one thing. Each gets what stands after its name and returns the exit code. */
export const otherTasks: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  build,
  l10n: writeTexts,
  readme: writeProductTable,
  // Loaded when asked for: they bring the demo and half of the house with them.
  start: async (args) => (await import('./start.ts')).start(args),
  demo: async (args) => (await runProgram(process.execPath, ['test/demo/start.ts', ...args])).code,
  /** Broken input by the million, by hand. */
  fuzz: async (args) => (await runProgram(process.execPath, ['test/fuzz/run.ts', ...args])).code,
  /** Debian packages that the tests want, installed when this is root. */
  needs: async () => {
    await installNeeds(allNeeds);
    return 0;
  },
  /** The real tools and registries that the tests of registries want, built once; one that cannot be had is named. */
  peers: async () => (await import('./peers.ts')).buildPeers(),
  /** The sum of all result files, as the last line; fails when there is a failure, or nothing that passed. */
  sum: () => {
    const { passed, failed } = printSum(readAllResults());
    return Promise.resolve(failed === 0 && passed > 0 ? 0 : 1);
  },
};
