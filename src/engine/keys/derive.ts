// Keys out of passwords: scrypt (RFC 7914) and PBKDF2 (RFC 8018). In Node's thread pool, so that the event loop stays
// free for as long as it takes. It cannot be stopped: a cancelled caller is let go at once, and the key is zeroed when
// it comes. Callers check the parameters before (S41).
import { pbkdf2, scrypt } from 'node:crypto';
import { EngineError, throwIfCancelled } from '../errors.ts';
import { unavailable } from './unavailable.ts';

export interface ScryptParameters {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

export interface Derivation {
  /** Its UTF-8 is what counts. */
  readonly password: string;
  readonly salt: Uint8Array;
  /** Bytes that are wanted. */
  readonly length: number;
}

type Done = (error: Error | null | undefined, key: Uint8Array) => void;

/** Throws `cancelled`, `crypto-unavailable`. The caller zeroes the key. */
export async function deriveWithScrypt(
  { password, salt, length }: Derivation,
  { N, r, p }: ScryptParameters,
  signal: AbortSignal,
): Promise<Uint8Array> {
  // Node's own limit of 32 MiB is below what any of cosign's parameters needs (128·N·r).
  const costs = { N, r, p, maxmem: 256 * N * r };
  return await derive('scrypt', password, signal, (secret, done) =>
    scrypt(secret, salt, length, costs, done),
  );
}

/** Throws `cancelled`, `crypto-unavailable`. The caller zeroes the key. */
export async function deriveWithPbkdf2(
  { password, salt, length }: Derivation,
  iterations: number,
  digest: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  return await derive('PBKDF2', password, signal, (secret, done) =>
    pbkdf2(secret, salt, iterations, length, digest, done),
  );
}

async function derive(
  what: 'scrypt' | 'PBKDF2',
  password: string,
  signal: AbortSignal,
  start: (secret: Uint8Array, done: Done) => void,
): Promise<Uint8Array> {
  throwIfCancelled(signal, 'open a key');
  const secret = new TextEncoder().encode(password);
  return await new Promise((resolve, reject) => {
    const cancel = (): void => {
      reject(new EngineError('cancelled', { what: 'open a key' }));
    };
    const end = (): void => {
      signal.removeEventListener('abort', cancel);
      secret.fill(0);
    };
    signal.addEventListener('abort', cancel, { once: true });
    try {
      start(secret, (error, key) => {
        end();
        // Not `=== null`: other runtimes say undefined where Node says null.
        if (error instanceof Error) reject(unavailable(what, error));
        else if (signal.aborted) key.fill(0);
        else resolve(key);
      });
    } catch (error) {
      end();
      reject(unavailable(what, error));
    }
  });
}
