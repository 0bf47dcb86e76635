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
    const built = (await build([])) === 0;
    const test = {
      title: 'build: the bundles are built',
      duration: Date.now() - started,
      file: 'esbuild.mjs',
    };
    const outcome = built
      ? { state: 'passed' as const }
      : { state: 'failed' as const, reason: 'see esbuild above' };
    writeResult('build', [{ ...test, ...outcome }]);
    return 'ran';
  },
};
