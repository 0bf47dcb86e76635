// Starts and stops the VS Code server of install.ts with a throw-away home, user data and extensions folder.
import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onInterrupt } from '../task/interrupt.ts';
import { runProgram } from '../task/tools.ts';
import { installVscode, type Which } from './install.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface ServerOptions {
  readonly which: Which;
  /** `restricted`: workspace trust is on and no folder is trusted. */
  readonly trust: 'trusted' | 'restricted';
  /** User settings on top of the quiet ones below. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The extension host inherits the server's environment: addresses and result files go this way. */
  readonly env?: Environment;
  /** More arguments of the server. */
  readonly args?: readonly string[];
  /** With the test driver the workbench runs test suites and shows no modal boxes. */
  readonly driver: boolean;
  /** A .vsix to install before the server starts. */
  readonly vsix?: string;
  /** Does not end when nobody is connected for ten minutes. */
  readonly staysUp?: boolean;
  /** A fixed port, else a free one. */
  readonly port?: number;
}

export interface Server {
  readonly url: string;
  /** host:port, the authority of `vscode-remote:` URIs. */
  readonly authority: string;
  /** Holds `home`, `ud` (user data), `ext` and server.log. */
  readonly folder: string;
  readonly userSettings: string;
  stop(): Promise<void>;
}

/** Nothing that asks, updates, phones home or covers the workbench. */
const quietSettings = {
  'security.workspace.trust.startupPrompt': 'never',
  'workbench.startupEditor': 'none',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.editor.useModal': 'off',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'git.enabled': false,
};

/** Starts the server and waits until it answers. The folder's path is short: its socket's name must be, too. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const vscode = await installVscode(options.which);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cs-'));
  for (const name of ['ud/User', 'home', 'ext', 'tmp'])
    mkdirSync(path.join(folder, name), { recursive: true });
  const userSettings = path.join(folder, 'ud/User/settings.json');
  const trust = { 'security.workspace.trust.enabled': options.trust === 'restricted' };
  writeFileSync(userSettings, JSON.stringify({ ...quietSettings, ...trust, ...options.settings }, null, 2));
  writeFileSync(path.join(folder, 'config.yaml'), 'auth: none\n');
  const port = options.port ?? (await freePort());
  const env = cleanEnvironment({
    HOME: path.join(folder, 'home'),
    TMPDIR: path.join(folder, 'tmp'), // its sockets go away with it
    ...options.env,
  });
  const places = ['--config', path.join(folder, 'config.yaml'), '--user-data-dir', path.join(folder, 'ud')];
  const base = [vscode.entry, ...places, '--extensions-dir', path.join(folder, 'ext')];
  if (options.vsix !== undefined) await installExtension(vscode.node, base, options.vsix, env);

  const log = openSync(path.join(folder, 'server.log'), 'a');
  const args = [
    ...base,
    ...['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`],
    ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'],
    ...(options.trust === 'restricted' ? [] : ['--disable-workspace-trust']),
    ...(options.driver ? vscode.driver : []),
    // One that was forgotten ends by itself; the demo waits for its person.
    ...(options.staysUp ? [] : ['--idle-timeout-seconds', '600']),
    ...(options.args ?? []),
  ];
  const child = spawn(vscode.node, args, { env, stdio: ['ignore', log, log], detached: true, cwd: folder });
  const state = { ended: false };
  child.once('exit', () => {
    state.ended = true;
  });
  const stop = async (): Promise<void> => {
    forget();
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      endGroup(child.pid, signal); // the group: the extension host outlives the server for a while
      for (let waited = 0; waited < 60 && !state.ended; waited += 1) await sleep(50);
    }
    closeSync(log);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  const forget = onInterrupt(stop);
  const url = `http://127.0.0.1:${port}/`;
  try {
    await untilHealthy(url, state);
  } catch (error) {
    const words = readFileSync(path.join(folder, 'server.log'), 'utf8');
    await stop();
    throw new Error(`VS Code's server did not start: ${words}`, { cause: error });
  }
  return { url, authority: `127.0.0.1:${port}`, folder, userSettings, stop };
}

async function untilHealthy(url: string, state: { ended: boolean }): Promise<void> {
  for (let waited = 0; waited < 1200 && !state.ended; waited += 1) {
    const answer = await fetch(`${url}healthz`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(50);
  }
  throw new Error(state.ended ? 'it ended' : 'no answer for a minute');
}

async function installExtension(
  node: string,
  base: readonly string[],
  vsix: string,
  env: Environment,
): Promise<void> {
  if (!existsSync(vsix)) throw new Error(`${vsix} does not exist: npm run package`);
  const args = [...base, '--install-extension', vsix, '--force'];
  const { code, output } = await runProgram(node, args, { env, quiet: true });
  if (code !== 0) throw new Error(`${vsix} could not be installed: ${output}`);
}

/** This process's environment without what would lead the server to the person's own VS Code, logins or keychain. */
function cleanEnvironment(more: Environment): Environment {
  const unwanted =
    /^(VSCODE_|ELECTRON_|COSIGN_|DOCKER_|DBUS_|REGISTRY_AUTH_FILE$|XDG_|(HASHED_)?PASSWORD$|PORT$)/;
  const dropped = Object.keys(process.env).filter((name) => unwanted.test(name));
  return { ...process.env, ...Object.fromEntries(dropped.map((name) => [name, undefined])), ...more };
}

function endGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // nobody is left in the group
  }
}

/** A port of the loopback interface that nobody listens on: the wanted one when it is free, else any. */
export async function freePort(wanted = 0): Promise<number> {
  const listen = (port: number): Promise<number> =>
    new Promise((resolve, reject) => {
      const server = createServer();
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        const { port: taken } = server.address() as AddressInfo;
        server.close(() => resolve(taken));
      });
    });
  return listen(wanted).catch(() => listen(0));
}
