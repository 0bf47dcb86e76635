// `npm start`: the demo registry with sample images, and VS Code with the built extension on the demo workspace. The
// desktop's `code` where there is one (or `-- --web` for the browser); ends everything on Ctrl-C.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startDemo, type Demo } from '../../demo/demo.ts';
import { startKeyring } from '../vscode/keyring.ts';
import { freePort, startServer } from '../vscode/server.ts';
import { build } from './build.ts';
import { onInterrupt } from './interrupt.ts';
import { makePackages, packageFileOf, targets } from './package.ts';
import { root, runProgram } from './tools.ts';

/** The demo's keys must not land among a developer's own; heard only by an extension that is under development. */
const desktopEnv = { COUNTERSIGN_KEYCHAIN_SERVICE: 'countersign-demo' };
const usualPort = 5056;

/** Runs until it is interrupted, or until the desktop's window is closed. */
export async function start(args: readonly string[]): Promise<number> {
  const demo = await startDemo({}, new AbortController().signal);
  const forget = onInterrupt(() => demo.stop());
  console.log(`Demo registry   ${demo.address} (${demo.registry.state.repositories.size} repositories)`);
  console.log(`Workspace       ${demo.workspace}`);
  console.log(`Key to import   ${demo.keyFile} (label "${demo.keyLabel}", password "${demo.keyPassword}")`);
  try {
    const code = args.includes('--web') ? undefined : findDesktop();
    if (code === undefined && process.platform !== 'linux')
      throw new Error(
        'Install the "code" command: in VS Code, Shell Command: Install \'code\' command in PATH',
      );
    if (code === undefined) await openInBrowser(demo);
    else await openOnDesktop(code, demo);
    return 0;
  } finally {
    forget();
    await demo.stop();
  }
}

/** The desktop's `code`, unless there is no screen or `code` is the remote end of a window elsewhere. */
function findDesktop(): string | undefined {
  const screen = process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'];
  if (process.platform === 'linux' && screen === undefined) return undefined;
  if (process.env['VSCODE_IPC_HOOK_CLI'] !== undefined) return undefined;
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}

async function openOnDesktop(code: string, demo: Demo): Promise<void> {
  if ((await build([])) !== 0) throw new Error('the bundles could not be built');
  const data = mkdtempSync(path.join(os.tmpdir(), 'countersign-demo-'));
  console.log('VS Code opens. Close its window or press Ctrl-C to end the demo.');
  try {
    const places = [
      '--user-data-dir',
      path.join(data, 'data'),
      '--extensions-dir',
      path.join(data, 'extensions'),
    ];
    const quiet = ['--disable-workspace-trust', '--skip-welcome', '--new-window', '--wait'];
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const args = [...places, ...quiet, ...asRoot, `--extensionDevelopmentPath=${root}`, demo.workspace];
    await runProgram(code, args, { env: desktopEnv });
  } finally {
    rmSync(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** Serves VS Code until the process is interrupted, which ends the server. */
async function openInBrowser(demo: Demo): Promise<never> {
  const own = targets.find((target) => target === `${process.platform}-${process.arch}`) ?? 'universal';
  await makePackages([own]);
  const server = await startServer({
    which: 'newest',
    trust: 'trusted',
    driver: false,
    vsix: packageFileOf(own),
    port: await freePort(usualPort),
    staysUp: true,
    env: await ownKeychain(),
  });
  console.log(`VS Code         ${server.url}?folder=${encodeURIComponent(demo.workspace)}`);
  console.log('Open that address in a browser on this machine. Ctrl-C ends the demo.');
  return new Promise<never>(() => undefined);
}

/** The package takes no service name from anybody (S38): a keyring of its own keeps the demo out of a developer's. */
async function ownKeychain(): Promise<Readonly<Record<string, string>>> {
  try {
    return (await startKeyring()).env;
  } catch {
    console.log('Keychain        none (Debian: dbus gnome-keyring libsecret-1-0); VS Code holds the keys');
    return { DBUS_SESSION_BUS_ADDRESS: 'disabled:' };
  }
}
