// The whole demo: the registry with its sample images, and a copy of the demo workspace that points there.
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { sealKey } from '../../src/engine/keys/keyFile.ts';
import { createTestWorld } from '../support/world.ts';
import { type Registry, startRegistry } from './registry.ts';
import { addSamples, type Samples } from './samples.ts';

export interface Demo {
  /** `localhost:PORT`, as it stands in references and settings. */
  readonly address: string;
  readonly registry: Registry;
  readonly samples: Samples;
  /** A folder to open: a copy of test/demo/workspace with the sample keys. */
  readonly workspace: string;
  /** The encrypted key that signed most samples, to be imported, and what opens it. */
  readonly keyFile: string;
  readonly keyLabel: string;
  readonly keyPassword: string;
  /** Ends the registry and removes the copy. */
  stop(): Promise<void>;
}

export interface DemoOptions {
  /** 5055 when left out; another one is taken where it is not free. 0: any. */
  readonly port?: number;
}

export const demoPort = 5055;
const written = `localhost:${demoPort}`;
const keyPassword = 'demo password';

/** Starts the demo. */
export async function startDemo(options: DemoOptions, signal: AbortSignal): Promise<Demo> {
  const registry = await startAt(options.port ?? demoPort);
  try {
    const address = registry.address.replace('127.0.0.1', 'localhost');
    const samples = addSamples(registry.state, address);
    const workspace = await copyWorkspace(address);
    const keyFile = path.join(workspace, 'demo.key');
    const pkcs8 = samples.demo.privateKey.export({ type: 'pkcs8', format: 'der' });
    await writeFile(keyFile, await sealKey(createTestWorld(), pkcs8, keyPassword, signal), { mode: 0o600 });
    await writeFile(path.join(workspace, 'demo.pub'), samples.demo.publicKeyPem);
    await writeFile(path.join(workspace, 'stranger.pub'), samples.stranger.publicKeyPem);
    return {
      address,
      registry,
      samples,
      workspace,
      keyFile,
      keyLabel: samples.demo.label,
      keyPassword,
      async stop() {
        await registry.stop();
        await rm(workspace, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await registry.stop();
    throw error;
  }
}

async function startAt(port: number): Promise<Registry> {
  try {
    return await startRegistry({ port });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return startRegistry();
    throw error;
  }
}

/** Copies the workspace and puts the real address wherever the usual one stands. */
async function copyWorkspace(address: string): Promise<string> {
  const copy = await mkdtemp(path.join(os.tmpdir(), 'countersign-demo-'));
  await cp(path.join(import.meta.dirname, 'workspace'), copy, { recursive: true });
  if (address === written) return copy;
  for (const entry of await readdir(copy, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll(written, address));
  }
  return copy;
}
