// Keychains for tests: a private D-Bus session with an unlocked gnome-keyring, and one that takes calls and never
// answers, as a locked keyring without a prompter does.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { onInterrupt } from '../task/interrupt.ts';

export interface Keyring {
  /** What a process needs in its environment to find it. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** A real, empty keyring of its own (Debian: libsecret-1-0 gnome-keyring dbus). */
export async function startKeyring(): Promise<Keyring> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'kr-'));
  const places = { XDG_RUNTIME_DIR: path.join(folder, 'run'), XDG_DATA_HOME: path.join(folder, 'data') };
  for (const place of Object.values(places)) mkdirSync(place, { mode: 0o700 });
  // The session lives as long as `cat` reads, that is until its standard input is closed.
  const script =
    'printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1 && ' +
    'echo "address $DBUS_SESSION_BUS_ADDRESS" && cat >/dev/null';
  const child = spawn('dbus-run-session', ['--', 'sh', '-c', script], {
    env: { ...process.env, ...places, HOME: folder },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async (): Promise<void> => {
    forget();
    child.stdin.end();
    await ended;
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  const forget = onInterrupt(stop);
  const address = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.once('error', reject);
    child.once('close', () => reject(new Error('the keyring did not start (dbus, gnome-keyring)')));
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      const found = /^address (.+)\n/m.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  return { env: { ...places, DBUS_SESSION_BUS_ADDRESS: address }, stop };
}

/** A bus that accepts connections and never says a word. */
export async function startHangingKeyring(): Promise<Keyring> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'kr-'));
  const place = path.join(folder, 'bus');
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
  });
  await new Promise<void>((resolve) => server.listen(place, resolve));
  const stop = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  };
  return { env: { DBUS_SESSION_BUS_ADDRESS: `unix:path=${place}` }, stop };
}
