// The older Node that a year-old VS Code brings: put into the cache folder when it is first needed.
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder, runNpm } from './tools.ts';

const version = '22.23.3';

/** The path of Node 22's program. Downloads it once (about 35 MB) as a package, without install scripts. */
export async function node22(): Promise<string> {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const folder = path.join(cacheFolder, `node-${version}`);
  const program = path.join('node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(path.join(folder, program))) return path.join(folder, program);
  await intoCache(folder, async (work) => {
    const done = await npmInstall(work, [`${name}@${version}`]);
    if (!done) throw new Error(`Node ${version} could not be installed into ${folder}`);
  });
  return path.join(folder, program);
}

/** Fills a cache folder in a temporary place and moves it there whole; another process may win the race. */
export async function intoCache(folder: string, fill: (work: string) => Promise<void>): Promise<void> {
  mkdirSync(path.dirname(folder), { recursive: true });
  const work = mkdtempSync(path.join(path.dirname(folder), 'tmp-'));
  try {
    writeFileSync(path.join(work, 'package.json'), '{"private":true}\n');
    await fill(work);
    if (!existsSync(folder)) renameSync(work, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** `npm install` of exact versions into a folder, without install scripts. False when it failed. */
export async function npmInstall(cwd: string, packages: readonly string[], node?: string): Promise<boolean> {
  const env =
    node === undefined ? {} : { PATH: path.dirname(node) + path.delimiter + (process.env['PATH'] ?? '') };
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-save', '--loglevel=error'];
  const result = await runNpm([...args, ...(packages.length === 0 ? ['--omit=dev'] : packages)], {
    cwd,
    env,
  });
  return result.code === 0;
}
