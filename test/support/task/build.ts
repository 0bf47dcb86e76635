// Builds both bundles; the work itself is in esbuild.mjs.
import path from 'node:path';
import { root, runProgram } from './tools.ts';

/** `--dev` builds for the debugger: source maps, names kept. Returns the exit code. */
export async function build(args: readonly string[]): Promise<number> {
  const { code } = await runProgram(process.execPath, [path.join(root, 'esbuild.mjs'), ...args]);
  return code;
}
