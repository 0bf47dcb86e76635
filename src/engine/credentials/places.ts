// Where credential files and helpers may stand. Environment variables can come from a repository (devcontainer,
// direnv), so a path they name must not lead into an open workspace folder (S8, S25).
import { posix, win32 } from 'node:path';
import type { PlatformPath } from 'node:path';
import { EngineError } from '../errors.ts';
import type { World } from '../world.ts';

/** node:path for the machine the engine runs on. Only its functions that never look at the current folder are used. */
export function pathsOf(world: World): PlatformPath {
  return world.machine.platform === 'win32' ? win32 : posix;
}

/** An environment variable; undefined where unset or empty. Windows does not care about the case of names. */
export function variable(world: World, name: string): string | undefined {
  const { environment, machine } = world;
  const exact = environment[name];
  if (exact !== undefined && exact !== '') return exact;
  if (machine.platform !== 'win32') return undefined;
  const key = Object.keys(environment).find((other) => other.toUpperCase() === name.toUpperCase());
  const value = key === undefined ? undefined : environment[key];
  return value === '' ? undefined : value;
}

/**
 * The path that a variable gives. Throws `bad-credential-file` for a relative one (relative to what, in an editor?)
 * and `credential-path-in-workspace` for one that leads into a workspace folder, also by a link.
 */
export async function pathFromVariable(world: World, name: string, path: string): Promise<string> {
  if (!pathsOf(world).isAbsolute(path)) {
    // What is no path may be the content of the file, pasted there with its passwords.
    throw new EngineError('bad-credential-file', { path: name, reason: { code: 'not-absolute' } });
  }
  if (await isInWorkspace(world, path)) {
    throw new EngineError('credential-path-in-workspace', { variable: name, path: withTilde(world, path) });
  }
  return path;
}

/** True where this absolute path, or what it links to, is an open workspace folder or inside one. */
export async function isInWorkspace(world: World, path: string): Promise<boolean> {
  const real = await nearestRealPath(world, path);
  for (const folder of world.machine.workspaceFolders()) {
    const realFolder = (await world.files.realPath(folder)) ?? folder;
    for (const root of [folder, realFolder]) {
      if (isWithin(world, root, path) || isWithin(world, root, real)) return true;
    }
  }
  return false;
}

/** The path for showing: the home directory is `~`. */
export function withTilde(world: World, path: string): string {
  const { homeDirectory } = world.machine;
  if (!isWithin(world, homeDirectory, path)) return path;
  return `~${path.slice(homeDirectory.length)}`;
}

// A file that is not there yet (or never): what counts is where its folder leads.
async function nearestRealPath(world: World, path: string): Promise<string> {
  const { dirname, basename, join } = pathsOf(world);
  let existing = path;
  let rest = '';
  for (;;) {
    const real = await world.files.realPath(existing);
    if (real !== undefined) return join(real, rest);
    const parent = dirname(existing);
    if (parent === existing) return path;
    rest = join(basename(existing), rest);
    existing = parent;
  }
}

function isWithin(world: World, folder: string, path: string): boolean {
  const paths = pathsOf(world);
  const fold = (text: string): string => {
    const normal = paths.normalize(text).replace(/[\\/]+$/, '');
    return world.machine.platform === 'linux' ? normal : normal.toLowerCase();
  };
  const root = fold(folder);
  const inner = fold(path);
  return inner === root || inner.startsWith(root + paths.sep);
}
