// What the crypto suites test: the engine's functions, from the sources or from the built engine, and a world for them.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { openKeyFile } from '../../../src/engine/keys/keyFile.ts';
import type { generateKey, importKey } from '../../../src/engine/keys/newKey.ts';
import type { parsePublicKey } from '../../../src/engine/keys/publicKey.ts';
import type { schemeOf, verifySignature } from '../../../src/engine/keys/signature.ts';
import type { World } from '../../../src/engine/world.ts';

/** The same functions may come from dist/engine.cjs under Node 24, Node 22 and Bun (BoringSSL). */
export interface CryptoFunctions {
  readonly openKeyFile: typeof openKeyFile;
  readonly generateKey: typeof generateKey;
  readonly importKey: typeof importKey;
  readonly parsePublicKey: typeof parsePublicKey;
  readonly schemeOf: typeof schemeOf;
  readonly verifySignature: typeof verifySignature;
}

/** As much of a world as keys need. `logged` collects what is logged. */
export function cryptoWorld(logged: string[] = []): World {
  const log = (message: string): void => void logged.push(message);
  const world: Pick<World, 'random' | 'clock' | 'log'> = {
    random: (length) => new Uint8Array(randomBytes(length)),
    clock: {
      now: () => Date.now(),
      monotonic: () => performance.now(),
      sleep: () => Promise.reject(new Error('nothing here sleeps')),
      timer: () => () => undefined,
    },
    log: { debug: log, info: log, warn: log, error: log },
  };
  return world as World;
}

export const noCancel = new AbortController().signal;

/** What a failure says, without its class: the built engine has one of its own. */
export async function failureOf(work: () => unknown): Promise<Record<string, unknown>> {
  try {
    await work();
  } catch (error) {
    const { name, code, details } = error as { name: string; code: string; details: object };
    if (name !== 'EngineError') throw error;
    return { code, ...details };
  }
  return assert.fail('nothing failed');
}
