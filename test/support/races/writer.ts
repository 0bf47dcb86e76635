// One writer of a race: a process of its own with a storage folder of its own, as a window on another machine. It signs
// with the built engine when it is told to, and reports which signatures it saw; or it dies in the midst of it.
import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { EngineApi } from '../../../src/engine/api.ts';
import type { World } from '../../../src/engine/world.ts';
import { files } from '../../../src/host/worldFiles.ts';
import { folders } from '../../../src/host/worldFolders.ts';
import { createStorage } from '../../../src/host/worldStorage.ts';
import { noLogins, noProxy, nothingAllowed, realClock } from '../world.ts';

/** Where a writer kills itself: before the request goes out, once it is sent, or after its answer. */
export type DeathAt =
  'fresh read' | 'upload' | 'before the write' | 'write sent' | 'write answered' | 'read-back';

export type Order =
  | { readonly kind: 'plan'; readonly reference: string; readonly dieAt?: DeathAt }
  /** Writes, and ends that many milliseconds after the first read-back, or when it has settled after that. */
  | { readonly kind: 'write'; readonly settle: number }
  /** Repairs everything in the journal, as the command does. */
  | { readonly kind: 'repair' };

export type Reply =
  | { readonly kind: 'planned' }
  | { readonly kind: 'repaired'; readonly outcomes: readonly string[] }
  | { readonly kind: 'failed'; readonly why: string }
  | Written;

export interface Written {
  readonly kind: 'written';
  /** The signature that was made, as in the layer's annotation. */
  readonly mine: string;
  readonly unconfirmed: string | undefined;
  readonly merges: number;
  /** Every signature that was in a list that this writer read. */
  readonly seen: readonly string[];
  /** When each write of the tag went out and was answered; milliseconds since 1970. */
  readonly writes: readonly (readonly [from: number, to: number])[];
}

const [engineFile = '', storageFolder = ''] = process.argv.slice(2);
const { createEngine } = createRequire(engineFile)(engineFile) as { createEngine(world: World): EngineApi };
const noSignal = new AbortController().signal;
const unset = { signatureRepository: undefined, layout: undefined, legacyMediaTypes: undefined };
const privateKey = ownKey();
const publicKeyPem = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
const now = (): number => performance.timeOrigin + performance.now();

let phase = '';
let dieAt: DeathAt | undefined;
let seen = new Set<string>();
let writes: (readonly [number, number])[] = [];
let planned: (() => Promise<Reply>) | undefined;
let settle = 0;
let last: EngineApi | undefined;
let lastAsked = 0;
/** So long without a request of the tag, and a writer has settled (milliseconds). */
const quiet = 2000;

process.on('message', (order) => {
  carryOut(order as Order).then(
    (reply) => process.send?.(reply),
    (error: unknown) => process.send?.({ kind: 'failed', why: String(error) } satisfies Reply),
  );
});
// Nobody wants the result any more.
process.on('disconnect', () => process.exit());

/** The key lies in the storage folder: a writer that was killed has the same one when it comes again. */
function ownKey(): KeyObject {
  const file = path.join(storageFolder, 'key.pem');
  if (existsSync(file)) return createPrivateKey(readFileSync(file, 'utf8'));
  const made = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  mkdirSync(storageFolder, { recursive: true });
  writeFileSync(file, made.export({ type: 'pkcs8', format: 'pem' }));
  return made;
}

async function carryOut(order: Order): Promise<Reply> {
  if (order.kind === 'repair') return repair();
  if (order.kind === 'plan') return plan(order.reference, order.dieAt);
  ({ settle } = order);
  if (planned === undefined) throw new Error('nothing is planned');
  return planned();
}

async function plan(reference: string, death: DeathAt | undefined): Promise<Reply> {
  last?.dispose();
  const engine = createEngine(world());
  last = engine;
  [seen, writes, phase, dieAt] = [new Set(), [], 'plan', death];
  const key = {
    fingerprint: engine.readPublicKey(publicKeyPem, 'race').fingerprint,
    label: 'race',
    publicKeyPem,
  };
  const made = await engine.planSign({ reference, key, annotations: [], settings: unset }, noSignal);
  planned = async () => {
    let mine = '';
    let healed = 0;
    const open = {
      fingerprint: key.fingerprint,
      publicKeyPem,
      sign: (payload: Uint8Array): Uint8Array => {
        const signature = sign('sha256', payload, privateKey);
        mine = signature.toString('base64');
        return signature;
      },
    };
    const watch = {
      step: (step: string) => void (phase = step),
      laterLook: ({ outcome }: { readonly outcome: string }) => void (healed += outcome === 'healed' ? 1 : 0),
    };
    const { merges, unconfirmed } = await engine.runSign(made, open, watch, noSignal);
    await wait(settle);
    // A look that heals while others write takes its time.
    for (let waits = 0; settle > 0 && now() - lastAsked < quiet && waits < 60; waits += 1) await wait(500);
    // The engine goes on looking until everybody is done.
    return { kind: 'written', mine, unconfirmed, merges: merges + healed, seen: [...seen], writes };
  };
  return { kind: 'planned' };
}

async function repair(): Promise<Reply> {
  const engine = createEngine(world());
  dieAt = undefined;
  const keys = [
    { fingerprint: engine.readPublicKey(publicKeyPem, 'race').fingerprint, label: 'race', publicKeyPem },
  ];
  const made = await engine.planRepair({ keys, place: undefined }, noSignal);
  const { items } = await engine.runRepair(made, { laterLook: () => undefined }, noSignal);
  engine.dispose();
  return { kind: 'repaired', outcomes: items.map(({ outcome }) => outcome.kind) };
}

function world(): World {
  const silent = (): void => undefined;
  return {
    fetch: watched,
    clock: realClock,
    random: (length) => new Uint8Array(randomBytes(length)),
    log: { debug: silent, info: silent, warn: silent, error: silent },
    environment: {},
    files,
    folders,
    storage: createStorage(storageFolder),
    processes: { run: () => Promise.reject(new Error('no process in a race')) },
    machine: { name: 'a racer', platform: 'linux', homeDirectory: storageFolder, workspaceFolders: () => [] },
    permissions: nothingAllowed,
    logins: noLogins,
    network: () => noProxy,
  };
}

const watched: typeof globalThis.fetch = async (input, init) => {
  const url = input instanceof Request ? input.url : String(input);
  const method = init?.method ?? 'GET';
  const isTag = /\/manifests\/sha256-[0-9a-f]{64}\.sig$/.test(url);
  const isWrite = isTag && method === 'PUT';
  dieIf(isTag && method === 'GET' && phase === 'uploading', 'fresh read');
  dieIf(method === 'POST', 'upload');
  dieIf(isWrite, 'before the write');
  const from = now();
  if (isTag) lastAsked = from;
  const asked = globalThis.fetch(input, init);
  if (isWrite && dieAt === 'write sent') setTimeout(() => dieIf(true, 'write sent'), Math.random() * 4);
  const answer = await asked;
  if (isWrite) {
    writes.push([from, now()]);
    dieIf(true, 'write answered');
  }
  if (isTag && method === 'GET' && answer.ok) {
    for (const [, signature] of (await answer.clone().text()).matchAll(/cosign\/signature":"([^"]+)"/g)) {
      if (signature !== undefined) seen.add(signature);
    }
    dieIf(phase === 'reading-back', 'read-back');
  }
  return answer;
};

function dieIf(isThere: boolean, at: DeathAt): void {
  if (isThere && dieAt === at) process.kill(process.pid, 'SIGKILL');
}
