// The cache folder of downloaded test programs: filled once, whole, by packages of exact versions.
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runNpm } from './tools.ts';

/** True when the folder was filled to its end. */
export function isInCache(folder: string): boolean {
  return existsSync(path.join(folder, '.ok'));
}

/** Fills a cache folder in a temporary place and moves it there whole; another process may win the race. */
export async function intoCache(folder: string, fill: (work: string) => Promise<void>): Promise<void> {
  mkdirSync(path.dirname(folder), { recursive: true });
  const work = mkdtempSync(path.join(path.dirname(folder), 'tmp-'));
  try {
    writeFileSync(path.join(work, 'package.json'), '{"private":true}\n');
    await fill(work);
    writeFileSync(path.join(work, '.ok'), '');
    if (isInCache(folder)) return;
    rmSync(folder, { recursive: true, force: true }); // half of one
    renameSync(work, folder);
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
