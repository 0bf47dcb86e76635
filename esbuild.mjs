// Builds the bundles: a small dist/extension.cjs that activates, dist/host.cjs with all that commands and views do, and
// dist/engine.cjs; each requires the next on first use. `node esbuild.mjs` builds what ships; `--dev` adds source maps
// and keeps names for the debugger.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';

const root = import.meta.dirname;
const dist = path.join(root, 'dist');

/** The bundles and the size in bytes (minified) that `npm run check` allows each. */
export const bundles = [
  { file: 'extension.cjs', entry: 'src/extension.ts', limit: 60_000 },
  { file: 'host.cjs', entry: 'src/host/start.ts', limit: 350_000 },
  { file: 'engine.cjs', entry: 'src/engine/engine.ts', limit: 400_000 },
];

/** `require('keytar')` becomes `require('./keytar')`: a folder in dist with the one binary of the platform. */
const stagedKeytar = {
  name: 'staged keytar',
  setup(build) {
    build.onResolve({ filter: /^keytar$/ }, () => ({ path: './keytar', external: true }));
  },
};

/**
 * Options that the bundles and the tests' bundles share.
 * @type {import('esbuild').BuildOptions & { external: string[] }}
 */
export const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22', // a VS Code that is a year old runs Node 22
  mainFields: ['module', 'main'], // jsonc-parser's "main" cannot be bundled
  external: ['vscode'],
  logLevel: 'warning',
};

/** Writes the bundles into dist, or with `write: false` only looks; returns esbuild's account of what went into each. */
export async function buildBundles({ dev = false, write = true } = {}) {
  const metafiles = {};
  for (const { file, entry } of bundles) {
    const result = await esbuild.build({
      ...shared,
      entryPoints: [entry],
      outfile: path.join(dist, file),
      external: [...shared.external, './host.cjs', './engine.cjs'],
      plugins: [stagedKeytar],
      minify: !dev,
      sourcemap: dev ? 'linked' : false,
      metafile: true,
      write: false,
      legalComments: 'none', // writeLicences puts them all into one file
    });
    if (write) result.outputFiles.forEach(({ path: output, contents }) => put(output, contents));
    if (write && !dev) rmSync(path.join(dist, `${file}.map`), { force: true });
    metafiles[file] = result.metafile;
  }
  return metafiles;
}

/**
 * Puts keytar's script, licence and the binary of one platform into dist/keytar; without a platform, removes it.
 * Returns false when keytar has no binary for that platform.
 */
export function stageKeytar(platform) {
  const from = path.join(root, 'node_modules/keytar');
  const to = path.join(dist, 'keytar');
  const binaries = path.join(to, 'prebuilds');
  const others = existsSync(binaries) ? readdirSync(binaries).filter((name) => name !== platform) : [];
  if (platform === undefined || others.length > 0) rmSync(to, { recursive: true, force: true });
  if (platform === undefined) return true;
  const binary = path.join('prebuilds', platform, 'keytar.node');
  if (!existsSync(path.join(from, binary))) return false;
  const { name, version, license } = JSON.parse(readFileSync(path.join(from, 'package.json'), 'utf8'));
  const manifest = { name, version, license, type: 'commonjs', main: 'keytar.js' };
  put(path.join(to, 'package.json'), Buffer.from(JSON.stringify(manifest, null, 2) + '\n'));
  put(path.join(to, 'keytar.js'), readFileSync(path.join(from, 'lib/keytar.js')));
  for (const file of ['LICENSE.md', binary]) put(path.join(to, file), readFileSync(path.join(from, file)));
  return true;
}

/** Writes a file unless it holds these bytes already: a VS Code that runs may be reading it. */
function put(file, bytes) {
  if (existsSync(file) && readFileSync(file).equals(bytes)) return;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, bytes);
}

/** The licence of every package inside the bundles, as they ask for, in dist/licenses.txt. */
export function writeLicences(metafiles) {
  const texts = bundledPackages(metafiles).map((name) => {
    const folder = path.join(root, 'node_modules', name);
    const { version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    if (file === undefined) throw new Error(`${name} has no licence file`);
    return `${name} ${version} (${license})\n\n${readFileSync(path.join(folder, file), 'utf8').trim()}\n`;
  });
  put(path.join(dist, 'licenses.txt'), Buffer.from(texts.join(`\n${'-'.repeat(80)}\n\n`)));
}

/** The names of the packages inside the bundles. */
export function bundledPackages(metafiles) {
  const inputs = Object.values(metafiles).flatMap((metafile) => Object.keys(metafile.inputs));
  return [...new Set(inputs.map(packageOf).filter((name) => name !== undefined))].sort();
}

/** The package that a bundled file belongs to; undefined for our own. */
function packageOf(input) {
  return input.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1];
}

/** Prints the size of each bundle and the packages and rooms that weigh most in it. */
function printSizes(metafiles) {
  for (const { file, limit } of bundles) {
    const bytes = statSync(path.join(dist, file)).size;
    const inputs = Object.values(metafiles[file].outputs).flatMap((output) => Object.entries(output.inputs));
    const weights = new Map();
    for (const [input, { bytesInOutput }] of inputs) {
      const owner = packageOf(input) ?? path.posix.dirname(input);
      weights.set(owner, (weights.get(owner) ?? 0) + bytesInOutput);
    }
    const heaviest = [...weights].sort((one, other) => other[1] - one[1]).slice(0, 4);
    const words = heaviest.map(([owner, size]) => `${owner} ${kilobytes(size)}`).join(', ');
    console.log(`${file} ${kilobytes(bytes)} of ${kilobytes(limit)} (${words})`);
  }
}

function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} KB`;
}

if (import.meta.main) {
  const dev = process.argv.includes('--dev');
  const metafiles = await buildBundles({ dev });
  writeLicences(metafiles);
  stageKeytar(`${process.platform}-${process.arch}`);
  printSizes(metafiles);
}
