// The program that is measured as Countersign: the built engine in a world of this machine, without VS Code.
// `sign` or `verify` with files in the arguments does it once, as a whole process. With a channel to its parent it
// stays, the engine loaded once as in the extension, and does each order with a fresh engine that remembers nothing.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EngineApi } from '../../src/engine/api.ts';
import type { SignerKey } from '../../src/engine/plan.ts';
import type { World } from '../../src/engine/world.ts';
import { files } from '../../src/host/worldFiles.ts';
import { folders } from '../../src/host/worldFolders.ts';
import { processes } from '../../src/host/worldProcesses.ts';
import { createStorage } from '../../src/host/worldStorage.ts';
import { noLogins, noProxy, nothingAllowed, realClock } from '../support/world.ts';

export interface Order {
  readonly action: 'sign' | 'verify';
  /** Up to `atOnce` are verified together; of signing there is one. */
  readonly references: readonly string[];
  readonly privateKeyFile: string;
  readonly publicKeyFile: string;
}

/** Milliseconds of one order. The parts are those of signing, in the order in which the extension does them. */
export interface Done {
  readonly whole: number;
  readonly parts: Readonly<Record<string, number>>;
}

export type Reply = Done | { readonly failed: string };

type Fetch = typeof globalThis.fetch;

const storageFolder = mkdtempSync(path.join(tmpdir(), 'countersign-bench-'));
process.once('exit', () => rmSync(storageFolder, { recursive: true, force: true }));
const engineFile = process.env['BENCH_ENGINE'] ?? '';
const password = process.env['COSIGN_PASSWORD'] ?? '';
const { createEngine } = createRequire(engineFile)(engineFile) as { createEngine(world: World): EngineApi };
/** As a list in the extension would; more of them at once take longer. */
const atOnce = 16;
const noSignal = new AbortController().signal;
const unset = { signatureRepository: undefined, layout: undefined, legacyMediaTypes: undefined };

if (process.send !== undefined) serve();
else {
  once(process.argv.slice(2)).then(
    () => process.exit(0), // as a command: nothing is waited for
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
}

async function once([action, reference, privateKeyFile, publicKeyFile]: readonly string[]): Promise<void> {
  await carryOut(
    {
      action: action === 'sign' ? 'sign' : 'verify',
      references: [reference ?? ''],
      privateKeyFile: privateKeyFile ?? '',
      publicKeyFile: publicKeyFile ?? '',
    },
    globalThis.fetch,
  );
}

function serve(): void {
  process.on('message', (order) => {
    carryOut(order as Order, withoutConnections()).then(
      (done) => process.send?.(done),
      (error: unknown) => process.send?.({ failed: String(error) } satisfies Reply),
    );
  });
}

async function carryOut(order: Order, fetch: Fetch): Promise<Done> {
  const engine = createEngine(worldWith(fetch));
  const parts: Record<string, number> = {};
  const begun = performance.now();
  try {
    await (order.action === 'sign' ? sign(engine, order, parts) : verifyAll(engine, order));
    return { whole: performance.now() - begun, parts };
  } finally {
    engine.dispose(); // no later look runs into the next order
  }
}

/** The steps of the command, without the person: plan, unlock the key, run until it is read back. */
async function sign(engine: EngineApi, order: Order, parts: Record<string, number>): Promise<void> {
  const timed = async <T>(part: string, work: Promise<T>): Promise<T> => {
    const begun = performance.now();
    const result = await work;
    parts[part] = performance.now() - begun;
    return result;
  };
  const key = await signerKey(engine, order);
  const request = { reference: order.references[0] ?? '', key, annotations: [], settings: unset };
  const plan = await timed('plan', engine.planSign(request, noSignal));
  const file = await readFile(order.privateKeyFile, 'utf8');
  const open = await timed('unlock', engine.openKey(file, password, key.label, noSignal));
  const watch = { step: () => undefined, laterLook: () => undefined };
  const result = await timed('run', engine.runSign(plan, open, watch, noSignal));
  if (result.outcome !== 'signed' || result.unconfirmed !== undefined || result.signatures !== 1) {
    throw new Error(`signing ended as ${JSON.stringify(result)}`);
  }
}

async function verifyAll(engine: EngineApi, order: Order): Promise<void> {
  const key = await signerKey(engine, order);
  const rules = [{ images: '**', keys: [key.publicKeyPem] }];
  const trust = {
    levels: [{ level: 'user', source: 'the bench', value: rules } as const],
    ownKeys: [],
    readKeyFile: () =>
      Promise.resolve({
        fault: { code: 'key-file-not-readable', reason: { code: 'absent' } } as const,
      }),
  };
  const verify = async (reference: string): Promise<void> => {
    const request = { reference, settings: unset, annotations: [], trust };
    const { verdict, reasons } = await engine.verify(request, noSignal);
    if (verdict !== 'verified') throw new Error(`the verdict is ${verdict}: ${JSON.stringify(reasons)}`);
  };
  const waiting = [...order.references];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await verify(next);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

async function signerKey(engine: EngineApi, order: Order): Promise<SignerKey> {
  const publicKeyPem = await readFile(order.publicKeyFile, 'utf8');
  const { fingerprint } = engine.readPublicKey(publicKeyPem, 'bench');
  return { fingerprint, label: 'bench', publicKeyPem };
}

function worldWith(fetch: Fetch): World {
  const quiet = (): void => undefined;
  return {
    fetch,
    clock: realClock,
    random: (length) => new Uint8Array(randomBytes(length)),
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    environment: { HOME: process.env['HOME'] },
    files,
    folders,
    storage: createStorage(storageFolder),
    processes,
    machine: {
      name: 'this computer',
      platform: 'linux',
      homeDirectory: process.env['HOME'] ?? '',
      workspaceFolders: () => [],
    },
    permissions: nothingAllowed,
    logins: noLogins,
    network: () => noProxy,
  };
}

/**
 * The global fetch on connections of its own: those of the order before are still open, and cosign has none either.
 * There is no public way; that it works is seen by the connections that the latency proxy counts.
 */
function withoutConnections(): Fetch {
  const { fetch } = globalThis;
  void fetch('data:,').catch(() => undefined); // makes the agent, where nothing was fetched yet
  const names = ['undici.globalDispatcher.2', 'undici.globalDispatcher.1'];
  const slots = globalThis as unknown as Record<
    symbol,
    { readonly constructor: new () => object } | undefined
  >;
  const agent = names.map((name) => slots[Symbol.for(name)]).find((found) => found !== undefined);
  if (agent === undefined) throw new Error('this Node keeps its connections somewhere else');
  const dispatcher = new agent.constructor();
  return (input, init) => fetch(input, { ...init, dispatcher } as RequestInit);
}
