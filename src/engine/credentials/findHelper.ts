// Where a credential helper stands: on PATH, but never a relative part of it nor one inside a workspace, then in a
// fixed list of folders, since an editor started from a desktop has a short PATH (S25).
import type { World } from '../world.ts';
import { isInWorkspace, pathsOf, variable } from './places.ts';

const systemFolders: Readonly<Record<World['machine']['platform'], readonly string[]>> = {
  linux: ['/usr/local/bin', '/usr/bin', '/bin', '/snap/bin'],
  darwin: [
    '/usr/local/bin',
    '/opt/homebrew/bin',
    '/usr/bin',
    '/bin',
    '/Applications/Docker.app/Contents/Resources/bin',
  ],
  win32: ['C:\\Program Files\\Docker\\Docker\\resources\\bin', 'C:\\Windows\\System32'],
};

/** True for the part of a helper's name that a configuration may give. */
export function isHelperName(name: string): boolean {
  return /^[A-Za-z0-9._-]+$/.test(name);
}

/** The absolute path of `docker-credential-NAME`; undefined where there is none that may be started. */
export function findHelper(world: World, name: string): Promise<string | undefined> {
  return findProgram(world, `docker-credential-${name}`);
}

/**
 * The absolute path of a program by its name without an ending; undefined where there is none that may be started. On
 * Windows programs alone: what is a script there (`.cmd`) needs a shell, which nothing here is started with.
 */
export async function findProgram(world: World, name: string): Promise<string | undefined> {
  const { join, delimiter, isAbsolute } = pathsOf(world);
  const program = `${name}${world.machine.platform === 'win32' ? '.exe' : ''}`;
  const listed = (variable(world, 'PATH') ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
  for (const folder of [...listed, ...systemFolders[world.machine.platform]]) {
    const path = join(folder, program);
    if (!(await world.files.isExecutable(path))) continue;
    if (await isInWorkspace(world, path)) {
      world.log.warn(`${program} inside a workspace folder is not started`);
      continue;
    }
    return path;
  }
  return undefined;
}
