// `npm run package`: one .vsix per platform with the keychain binary of that platform, and a universal one without.
import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { buildBundles, stageKeytar, writeLicences } from '../../../esbuild.mjs';
import { readManifest } from './manifest.ts';
import { writeResult, type TestResult } from './results.ts';
import { root } from './tools.ts';
import type { PartOptions, PartOutcome } from './table.ts';

/** The packages; keytar's binaries for other Linuxes (armhf, musl) are the wrong files, so those get the universal one. */
export const targets = [
  'win32-x64',
  'win32-arm64',
  'darwin-x64',
  'darwin-arm64',
  'linux-x64',
  'linux-arm64',
  'universal',
] as const;

export type Target = (typeof targets)[number];

/** The most bytes a package may have. */
const limits = { universal: 500_000, platform: 1_000_000 };

/** Where the package of a target is put. */
export function packageFileOf(target: Target): string {
  const { name, version } = readManifest();
  const suffix = target === 'universal' ? '' : `-${target}`;
  return path.join(root, 'out', `${name}-${version}${suffix}.vsix`);
}

/** Builds what ships and packs it for these targets; leaves dist as a build for this machine. Returns the sizes in bytes. */
export async function makePackages(wanted: readonly Target[]): Promise<ReadonlyMap<Target, number>> {
  const sizes = new Map<Target, number>();
  const { createVSIX } = await import('@vscode/vsce'); // slow to load, and not every task packs
  writeLicences(await buildBundles());
  mkdirSync(path.join(root, 'out'), { recursive: true });
  try {
    for (const target of wanted) {
      const platform = target === 'universal' ? undefined : target;
      if (!stageKeytar(platform)) throw new Error(`keytar has no binary for ${target}`);
      const packagePath = packageFileOf(target);
      const targetOption = platform === undefined ? {} : { target: platform };
      await silently(() => createVSIX({ cwd: root, packagePath, dependencies: false, ...targetOption }));
      sizes.set(target, statSync(packagePath).size);
    }
  } finally {
    stageKeytar(`${process.platform}-${process.arch}`);
  }
  return sizes;
}

/** The part: packs for the targets that are named, else for all, and holds each package against its limit. */
export async function runPackage(options: PartOptions): Promise<PartOutcome> {
  const unknown = options.args.filter((word) => !targets.some((target) => target === word));
  if (unknown.length > 0)
    throw new Error(`no such target: ${unknown.join(', ')}; there are ${targets.join(', ')}`);
  const wanted = targets.filter((target) => options.args.length === 0 || options.args.includes(target));
  const results: TestResult[] = [];
  for (const [target, size] of await makePackages(wanted)) {
    const limit = target === 'universal' ? limits.universal : limits.platform;
    const file = path.relative(root, packageFileOf(target));
    console.log(`   ${file.padEnd(44)} ${(size / 1000).toFixed(1).padStart(6)} KB of ${limit / 1000} KB`);
    const title = `package: the package for ${target} stays under ${limit / 1000} KB [V14]`;
    const state = size < limit ? 'passed' : 'failed';
    results.push({
      title,
      state,
      duration: 0,
      file: '',
      ...(state === 'failed' ? { reason: `${size} bytes` } : {}),
    });
  }
  writeResult('package', results);
  return 'ran';
}

/** vsce prints a tree of files for every package; its errors come as exceptions. */
async function silently(work: () => Promise<unknown>): Promise<void> {
  const print = console.log;
  console.log = () => undefined;
  try {
    await work();
  } finally {
    console.log = print;
  }
}
