// `npm run check`: what can be said about the sources without running them. Each step is one line of the result.
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { bundles } from '../../../esbuild.mjs';
import { idProblems, marketplaceProblems, readManifest, textProblems } from './manifest.ts';
import { productTableProblems } from './productTable.ts';
import { lockProblems, machinePathProblems } from './repository.ts';
import { writeResult, type TestResult } from './results.ts';
import { bundleProblems } from './texts.ts';
import { packageFile, root, runProgram, seconds } from './tools.ts';
import type { PartOptions, PartOutcome } from './table.ts';

interface Step {
  readonly title: string;
  /** The problems found, a line each. */
  run(): Promise<readonly string[]> | readonly string[];
}

const steps: readonly Step[] = [
  { title: 'types agree (tsc)', run: () => tool('typescript', 'bin/tsc', ['-p', '.']) },
  {
    title: 'sources keep the rules of the house (eslint)',
    run: () => tool('eslint', 'bin/eslint.js', ['.']),
  },
  {
    title: 'files are formatted (prettier)',
    run: () => tool('prettier', 'bin/prettier.cjs', ['--check', '.', '!**/*.md']),
  },
  { title: 'bundles stay small', run: bundleSizes },
  {
    title: 'the manifest is what VS Code and the marketplace want [V14]',
    run: () => marketplaceProblems(readManifest()),
  },
  {
    title: 'what is contributed has an id, and every id is contributed',
    run: () => idProblems(readManifest()),
  },
  { title: 'every text of the manifest exists', run: manifestTexts },
  { title: 'the strings of the sources are collected', run: bundleProblems },
  { title: 'the README tells of each registry what the code does', run: productTableProblems },
  { title: 'the lock file names no address', run: lockProblems },
  { title: 'no file names a path of one machine', run: machinePathProblems },
];

/** Runs every step, prints the problems of each, writes the results. */
export async function runCheck(_options: PartOptions): Promise<PartOutcome> {
  const results: TestResult[] = [];
  for (const { title, run } of steps) {
    const started = Date.now();
    const problems = await run();
    const duration = Date.now() - started;
    console.log(`   ${problems.length === 0 ? 'ok  ' : 'FAIL'} ${title} (${seconds(duration)})`);
    for (const problem of problems) console.log(`        ${problem}`);
    const state = problems.length === 0 ? 'passed' : 'failed';
    const reason = problems.length === 0 ? {} : { reason: problems.join('\n') };
    results.push({ title: `check: ${title}`, state, duration, file: '', ...reason });
  }
  writeResult('check', results);
  return 'ran';
}

/** A package's command: no problem when it exits with 0, else every line it printed. */
async function tool(name: string, file: string, args: readonly string[]): Promise<readonly string[]> {
  const { code, output } = await runProgram(process.execPath, [packageFile(name, file), ...args], {
    quiet: true,
  });
  if (code === 0) return [];
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  return lines.length > 0 ? lines : [`${name} ended with code ${code}`];
}

/** Of the bundles as they ship: the build that came before was a minified one. */
function bundleSizes(): readonly string[] {
  return bundles
    .map(({ file, limit }) => ({ file, limit, size: statSync(path.join(root, 'dist', file)).size }))
    .filter(({ size, limit }) => size >= limit)
    .map(({ file, size, limit }) => `dist/${file} has ${size} bytes, the limit is ${limit}`);
}

function manifestTexts(): readonly string[] {
  const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
  return textProblems(read('package.json'), JSON.parse(read('package.nls.json')) as Record<string, unknown>);
}
