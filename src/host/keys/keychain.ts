// The keychain of this machine through keytar. It is asked as late as possible, never waited for without end (a locked
// keyring that nobody can unlock never answers, V6), and tried out once before the first key goes into it.
import { EngineError, isEngineError } from '../../engine/errors.ts';
import type { KeychainProblem } from '../../engine/errors.ts';
import type { Items } from './chunks.ts';
import { readValue, removeValue, writeValue } from './chunks.ts';
import type { SecretHolder } from './secretHolder.ts';

/** The part of keytar's module that is used. */
export interface Keytar {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
  findCredentials(service: string): Promise<{ account: string; password: string }[]>;
}

export interface Keychain extends SecretHolder {
  /** Writes, reads and deletes something; throws `keychain-failed` where that does not work. Once it did, it is believed. */
  tryOut(): Promise<void>;
}

/**
 * `load` requires keytar and may throw; it is called on first use. `patience` is how long one answer may take, in
 * milliseconds: long enough for a person to type the keyring's password.
 */
export function createKeychain(load: () => Keytar, service: string, patience: number): Keychain {
  let keytar: Keytar | undefined;
  let unanswered = 0;
  let works = false;

  const ask = async <T>(question: (keytar: Keytar) => Promise<T>): Promise<T> => {
    // Each question that hangs holds one of the few threads that files and names of hosts need too.
    if (unanswered > 0) throw failure('no-answer', '');
    keytar ??= loaded(load);
    unanswered += 1;
    const answer = question(keytar).finally(() => {
      unanswered -= 1;
    });
    try {
      return await withinTime(answer, patience);
    } catch (error) {
      throw isEngineError(error) ? error : failure('failed', messageOf(error));
    }
  };

  // One after the other, so that a question which hangs is the only one.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = async <T>(question: (keytar: Keytar) => Promise<T>): Promise<T> => {
    const turn = last.then(() => ask(question));
    last = turn.catch(() => undefined); // told to who asked; the next one only waits for its end
    return turn;
  };

  const items: Items = {
    get: async (name) => (await inTurn((ring) => ring.getPassword(service, name))) ?? undefined,
    set: (name, value) => inTurn((ring) => ring.setPassword(service, name, value)),
    delete: async (name) => {
      await inTurn((ring) => ring.deletePassword(service, name));
    },
  };
  const intact = async <T>(reading: Promise<T>): Promise<T> => {
    try {
      return await reading;
    } catch (error) {
      throw isEngineError(error) ? error : failure('damaged', messageOf(error));
    }
  };

  return {
    kind: 'keychain',
    read: (name) => intact(readValue(items, name)),
    write: (name, value) => writeValue(items, name, value, crypto.randomUUID()),
    remove: (name) => removeValue(items, name),
    names: async () => {
      const found = await inTurn((ring) => ring.findCredentials(service));
      return found.map(({ account }) => account).filter((account) => !account.includes('#'));
    },
    tryOut: async () => {
      if (works) return;
      const [name, value] = [`trial/${crypto.randomUUID()}`, crypto.randomUUID()];
      await items.set(name, value);
      const same = (await items.get(name)) === value;
      await items.delete(name);
      if (!same) throw failure('not-kept', '');
      works = true;
    },
  };
}

function loaded(load: () => Keytar): Keytar {
  try {
    return load();
  } catch (error) {
    throw failure('not-loaded', messageOf(error));
  }
}

async function withinTime<T>(answer: Promise<T>, patience: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(failure('no-answer', ''));
    }, patience);
  });
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

function failure(reason: KeychainProblem, message: string): EngineError {
  return new EngineError('keychain-failed', { reason, message });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
