// Starts a server program for tests on a free port, waits until it answers HTTP, and ends it again.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export interface RunningServer {
  /** host:port. */
  readonly address: string;
  /** What it wrote to its standard outputs so far. */
  output(): string;
  stop(): Promise<void>;
}

export interface ServerLaunch {
  readonly program: string;
  /** Arguments, given the port and a folder that lives as long as the server. */
  readonly args: (port: number, folder: string) => readonly string[] | Promise<readonly string[]>;
  /** A path that answers, with whatever status, once the server is up. */
  readonly ready: string;
}

const patienceMilliseconds = 15_000;

/** Starts the server; rejects with its output when it ends early or does not answer in 15 seconds. */
export async function startServer(launch: ServerLaunch): Promise<RunningServer> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'countersign-server-'));
  const port = await freePort();
  const child = spawn(launch.program, [...(await launch.args(port, folder))], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', HOME: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      chunks.push(Buffer.from(String(error)));
      resolve();
    });
    child.once('exit', () => resolve());
  });
  const killAtExit = (): void => void child.kill('SIGKILL');
  process.once('exit', killAtExit);

  const server: RunningServer = {
    address: `127.0.0.1:${port}`,
    output: () => Buffer.concat(chunks).toString('utf8'),
    async stop() {
      process.off('exit', killAtExit);
      child.kill('SIGTERM');
      const gone = await Promise.race([ended.then(() => true), wait(3000, false, { ref: false })]);
      if (!gone) child.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };

  const deadline = performance.now() + patienceMilliseconds;
  while (!(await answers(`http://${server.address}${launch.ready}`))) {
    const over = child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
    if (over || performance.now() > deadline) {
      await server.stop();
      throw new Error(`${launch.program} did not come up: ${server.output()}`);
    }
    await wait(30);
  }
  return server;
}

/** A port of 127.0.0.1 that nobody listens on. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise<void>((resolve) => probe.close(() => resolve()));
  return port;
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { redirect: 'manual' });
    await response.body?.cancel();
    return true;
  } catch {
    return false;
  }
}
