// Checks of what is in the repository: nothing of one machine, no download addresses, licences in place.
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root, runProgram } from './tools.ts';

/** Files that git keeps (or would: new ones that are not ignored). */
async function trackedFiles(): Promise<string[]> {
  const { code, output } = await runProgram(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    {
      quiet: true,
    },
  );
  if (code !== 0) return []; // an unpacked archive has no history and nothing to say
  return output.split('\0').filter((file) => file !== '');
}

/** Absolute paths of this machine, or of the usual places a container is built in. */
export function machinePaths(text: string, machine: readonly string[]): string[] {
  const ofContainers = /(?<![A-Za-z0-9_.~-])\/(?:work|root)\/[\w.-]+/g;
  const found = [...text.matchAll(ofContainers)].map((match) => match[0]);
  return [...found, ...machine.filter((place) => place.length > 6 && text.includes(`${place}/`))];
}

/** Every line names a file and the path in it. */
export async function machinePathProblems(): Promise<string[]> {
  const machine = [root, os.homedir()];
  const problems: string[] = [];
  for (const file of await trackedFiles()) {
    let bytes: Buffer;
    try {
      bytes = readFileSync(path.join(root, file));
    } catch {
      continue; // deleted, but not yet for git
    }
    if (bytes.includes(0)) continue;
    for (const place of new Set(machinePaths(bytes.toString('utf8'), machine)))
      problems.push(`${file} names ${place}`);
  }
  return problems;
}

/** The lock file holds digests, not addresses: packages come from whatever registry npm is set to. */
export function lockProblems(): string[] {
  const text = readFileSync(path.join(root, 'package-lock.json'), 'utf8');
  return [...text.matchAll(/"resolved": "(https?:[^"]*)"/g)]
    .slice(0, 5)
    .map((match) => `package-lock.json names ${match[1] ?? ''}`);
}
