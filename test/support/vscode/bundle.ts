// Bundles test files for the extension host: one CommonJS file that VS Code can require, with mocha left outside.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { shared } from '../../../esbuild.mjs';
import { root } from '../task/tools.ts';

/** A bundle has one place only: files that ask where they are get their own path written in. */
const ownPaths: esbuild.Plugin = {
  name: 'own paths',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
      const text = readFileSync(file, 'utf8');
      if (!text.includes('import.meta.')) return undefined;
      const contents = text
        .replaceAll('import.meta.dirname', JSON.stringify(path.dirname(file)))
        .replaceAll('import.meta.filename', JSON.stringify(file));
      return { contents, loader: 'ts' };
    });
  },
};

/** `require('mocha')` gives something else on Node 22 than on Node 24; the file behind it is the same on both. */
const mochaOutside: esbuild.Plugin = {
  name: 'mocha outside',
  setup(build) {
    build.onResolve({ filter: /^mocha$/ }, () => ({ path: 'mocha/lib/mocha.cjs', external: true }));
  },
};

/** Writes out/NAME.cjs, whose run() runs these test files (paths relative to the repository). Returns its path. */
export async function bundleSuite(name: string, files: readonly string[]): Promise<string> {
  const outfile = path.join(root, 'out', `${name}.cjs`);
  const loads = files.map((file) => `[${JSON.stringify(file)}, () => require('./${file}')]`);
  await esbuild.build({
    ...shared,
    stdin: {
      contents: `import { runSuite } from './test/vscode/suite.ts';
        export const run = () => runSuite([${loads.join(', ')}]);`,
      resolveDir: root,
      loader: 'ts',
    },
    outfile,
    external: [...shared.external, 'keytar', 'esbuild', 'playwright-core'],
    plugins: [ownPaths, mochaOutside],
    sourcemap: 'inline',
  });
  return outfile;
}

/** Writes out/NAME.cjs: one file with all it needs, built as what ships is built. Returns its path. */
export async function bundleScript(name: string, entry: string): Promise<string> {
  const outfile = path.join(root, 'out', `${name}.cjs`);
  await esbuild.build({
    ...shared,
    entryPoints: [entry],
    outfile,
    minify: true,
    plugins: [ownPaths, mochaOutside],
  });
  return outfile;
}
