// Builds both bundles; the work itself is in esbuild.mjs.
import path from 'node:path';
import { writeResult } from './results.ts';
import { root, runProgram } from './tools.ts';
import type { Part } from './table.ts';

/** `--dev` builds for the debugger: source maps, names kept. Returns the exit code. */
export async function build(args: readonly string[]): Promise<number> {
  const { code } = await runProgram(process.execPath, [path.join(root, 'esbuild.mjs'), ...args]);
  return code;
}

/** Before every part of the tests: the bundles as they ship. Runs whatever arguments the parts get. */
export const buildPart: Part = {
  name: 'build',
  run: async () => {
    const started = Date.now();
    const state = (await build([])) === 0 ? 'passed' : 'failed';
    writeResult('build', [{ title: 'build: both bundles', state, duration: Date.now() - started, file: '' }]);
    return 'ran';
  },
};
