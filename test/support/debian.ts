// Programs that come as Debian packages: installed when this runs as root, else named in a clear line.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { findChromium } from './vscode/browser.ts';
import { runProgram } from './task/tools.ts';

interface Need {
  readonly packages: readonly string[];
  isThere(): boolean;
}

const needs = {
  chromium: { packages: ['chromium', 'fonts-dejavu-core'], isThere: () => findChromium() !== undefined },
  keyring: {
    packages: ['libsecret-1-0', 'gnome-keyring', 'dbus'],
    isThere: () => onPath('gnome-keyring-daemon') && onPath('dbus-run-session') && hasLibsecret(),
  },
  registry: { packages: ['docker-registry'], isThere: () => onPath('docker-registry') },
  skopeo: { packages: ['skopeo'], isThere: () => onPath('skopeo') },
  htpasswd: { packages: ['apache2-utils'], isThere: () => onPath('htpasswd') },
} as const satisfies Record<string, Need>;

export type NeedName = keyof typeof needs;

export const allNeeds = Object.keys(needs) as NeedName[];

/** Installs what is missing when this is a Debian machine and we are root. Says so. */
export async function installNeeds(names: readonly NeedName[]): Promise<void> {
  const packages = names
    .filter((name) => !needs[name].isThere())
    .flatMap((name) => [...needs[name].packages]);
  if (packages.length === 0 || process.getuid?.() !== 0 || !onPath('apt-get')) return;
  console.log(`Installing the Debian packages ${packages.join(' ')} …`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const update = await runProgram('apt-get', ['update', '-qq'], { quiet: true, env });
  if (update.code !== 0) console.log(update.output);
  const install = await runProgram(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', ...packages],
    {
      quiet: true,
      env,
    },
  );
  if (install.code !== 0) console.log(install.output);
}

/** What is missing, in words with the command that brings it; undefined when all is there. */
export function missingNeeds(names: readonly NeedName[]): string | undefined {
  const missing = names.filter((name) => !needs[name].isThere()).flatMap((name) => [...needs[name].packages]);
  if (missing.length === 0) return undefined;
  return `not installed here: ${missing.join(' ')} (apt-get install ${missing.join(' ')})`;
}

function onPath(program: string): boolean {
  const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin', '/sbin'];
  return folders.some((folder) => folder !== '' && existsSync(path.join(folder, program)));
}

function hasLibsecret(): boolean {
  const folders = ['/usr/lib', '/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib64'];
  return folders.some((folder) => existsSync(path.join(folder, 'libsecret-1.so.0')));
}
