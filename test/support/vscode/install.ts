// A real VS Code without a desktop: the package code-server is VS Code's own workbench and extension host behind a
// local web server. It is put into the cache folder once (about 800 MB, a minute), without root and without a compiler.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { intoCache, isInCache, npmInstall } from '../task/cache.ts';
import { cacheFolder, runProgram } from '../task/tools.ts';

export type Which = 'newest' | 'minimum';

interface Version {
  readonly codeServer: string;
  readonly node: string;
  /** Server arguments that switch the test driver on: without it the workbench ignores test runs. */
  readonly driver: readonly string[];
  readonly mend?: (work: string) => void;
}

const versions: Readonly<Record<Which, Version>> = {
  newest: { codeServer: '4.139.1', node: '24.21.0', driver: ['--vscode-option', 'enable-smoke-test-driver'] },
  // VS Code 1.106.3: the oldest that engines.vscode allows and the registry still has.
  minimum: { codeServer: '4.106.3', node: '22.23.3', driver: [], mend: mendMinimum },
};

export interface InstalledVscode {
  readonly node: string;
  /** code-server's entry script. */
  readonly entry: string;
  readonly driver: readonly string[];
}

const installing = new Map<Which, Promise<InstalledVscode>>();

/** Where VS Code is, after putting it there if need be. Linux only: elsewhere use `npm run test:desktop`. */
export function installVscode(which: Which): Promise<InstalledVscode> {
  const running = installing.get(which) ?? install(which);
  installing.set(which, running);
  return running;
}

async function install(which: Which): Promise<InstalledVscode> {
  if (process.platform !== 'linux')
    throw new Error('The VS Code for tests runs on Linux: npm run test:desktop');
  const { codeServer, node, driver, mend } = versions[which];
  const folder = path.join(cacheFolder, `code-server-${codeServer}-node-${node}`);
  const nodePackage = `node-linux-${process.arch}`;
  const program = path.join('node_modules', nodePackage, 'bin/node');
  const entry = 'node_modules/code-server/out/node/entry.js';
  if (!isInCache(folder)) {
    console.log(`   putting VS Code (code-server ${codeServer}) into ${folder} …`);
    await intoCache(folder, async (work) => {
      const fetchInto = async (at: string, packages: readonly string[] = []): Promise<void> => {
        if (await npmInstall(path.join(work, at), packages, path.join(work, program))) return;
        throw new Error(`code-server ${codeServer} could not be installed (npm install in ${at})`);
      };
      await fetchInto('.', [`${nodePackage}@${node}`, `code-server@${codeServer}`]);
      mend?.(work);
      // What its install script would do, but for the compiler.
      await fetchInto('node_modules/code-server/lib/vscode');
      await fetchInto('node_modules/code-server/lib/vscode/extensions');
      await tryOut(work, path.join(work, program), path.join(work, entry));
    });
  }
  return { node: path.join(folder, program), entry: path.join(folder, entry), driver };
}

/** Three things that keep 4.106.3 from being installed as a package and from running tests. */
function mendMinimum(work: string): void {
  const lib = path.join(work, 'node_modules/code-server/lib/vscode');
  const manifestFile = path.join(lib, 'package.json');
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as { dependencies: Record<string, string> };
  manifest.dependencies['@parcel/watcher'] = '2.5.1'; // was a git address
  writeFileSync(manifestFile, JSON.stringify(manifest, null, 2));
  for (const lock of ['npm-shrinkwrap.json', 'package-lock.json'])
    rmSync(path.join(lib, lock), { force: true });
  // Wants a compiler, and is for passwords only.
  writeFileSync(path.join(work, 'node_modules/argon2/argon2.js'), 'module.exports = {};\n');
  // It has no --vscode-option: the test driver is always on.
  const server = path.join(lib, 'out/server-main.js');
  const text = readFileSync(server, 'utf8');
  const option = /enableSmokeTestDriver:this\.f\.args\["enable-smoke-test-driver"\][^,}]*/;
  if (!option.test(text)) throw new Error('code-server 4.106.3 is not as expected: no smoke test driver');
  writeFileSync(server, text.replace(option, 'enableSmokeTestDriver:!0'));
}

/** Starts it once, so that a broken install is noticed before it is kept. */
async function tryOut(work: string, node: string, entry: string): Promise<void> {
  const config = path.join(work, 'c.yaml');
  const data = path.join(work, 'ud');
  const args = [entry, '--config', config, '--user-data-dir', data, '--version'];
  const { code, output } = await runProgram(node, args, { quiet: true, cwd: work });
  rmSync(config, { force: true });
  if (existsSync(data)) rmSync(data, { recursive: true });
  if (code !== 0) throw new Error(`code-server does not start: ${output}`);
}
