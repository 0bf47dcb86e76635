// The keys of a rule: PEM text, a file, or `own:FINGERPRINT` (security S2, S7). A key that cannot be read is a fault
// of its rule. No fault repeats an entry: a person may have pasted a private key (N1).
import { EngineError, isEngineError } from '../errors.ts';
import { parsePublicKey } from '../keys/publicKey.ts';
import type { PublicKey } from '../keys/publicKey.ts';
import type { OwnKeys, ReadKeyFile, TrustLevel } from '../plan.ts';
import type { FileProblem, RuleFault } from '../problems.ts';
import { pathFault } from './keyPath.ts';
import type { LocatedFault, Rule } from './rules.ts';
import type { TrustedKey } from './trustedKey.ts';

export interface LoadedKeys {
  readonly keys: readonly TrustedKey[];
  readonly faults: readonly LocatedFault[];
}

export interface LoadedOwnKeys extends LoadedKeys {
  /** False where there may be own keys that could not be listed. */
  readonly complete: boolean;
}

const keyFileLimit = 64 * 1024;

type Loaded = { readonly key: TrustedKey } | { readonly fault: RuleFault };

/** Reads every key of the rule, all at once. Throws only `cancelled`. */
export async function loadKeys(
  rule: Rule,
  level: TrustLevel['level'],
  own: LoadedOwnKeys,
  readKeyFile: ReadKeyFile,
  signal: AbortSignal,
): Promise<LoadedKeys> {
  const loaded = await Promise.all(rule.keys.map((entry) => loadKey(entry, level, own, readKeyFile, signal)));
  const keys: TrustedKey[] = [];
  const faults: LocatedFault[] = [];
  for (const [position, one] of loaded.entries()) {
    if ('key' in one) keys.push(one.key);
    else faults.push({ path: [rule.index, 'keys', position], fault: one.fault });
  }
  return { keys, faults };
}

/**
 * The person's own keys. A record whose PEM is not the key of its fingerprint (S7) counts for nothing; only where
 * none is left is that a fault, because any one of them is enough.
 */
export function loadOwnKeys(ownKeys: OwnKeys): LoadedOwnKeys {
  const complete = !('listed' in ownKeys);
  const loaded = ('listed' in ownKeys ? ownKeys.listed : ownKeys).map((record) => {
    const one = parse(record.publicKeyPem, 'own key', record.label, '');
    if ('key' in one && one.key.publicKey.fingerprint !== record.fingerprint) {
      return { fault: { code: 'own-key-mismatch' } as const };
    }
    return one;
  });
  const keys = loaded.flatMap((one) => ('key' in one ? [one.key] : []));
  if (keys.length > 0) return { keys, faults: [], complete };
  return {
    keys,
    complete,
    faults: loaded.flatMap((one) => ('fault' in one ? [{ path: [], fault: one.fault }] : [])),
  };
}

async function loadKey(
  entry: string,
  level: TrustLevel['level'],
  own: LoadedOwnKeys,
  readKeyFile: ReadKeyFile,
  signal: AbortSignal,
): Promise<Loaded> {
  if (entry.startsWith('own:')) return ownKey(entry.slice('own:'.length).trim(), level, own);
  if (entry.includes('-----BEGIN')) return labelled(parse(entry, 'PEM text', '', ''), own.keys);
  const fault = pathFault(entry, level);
  if (fault !== undefined) return { fault };
  return labelled(await keyFile(entry, level, readKeyFile, signal), own.keys);
}

function ownKey(fingerprint: string, level: TrustLevel['level'], own: LoadedOwnKeys): Loaded {
  // Others do not have them.
  if (level !== 'user') return { fault: { code: 'own-key-of-others' } };
  if (!/^[0-9a-f]{64}$/.test(fingerprint)) return { fault: { code: 'bad-fingerprint' } };
  const key = own.keys.find(({ publicKey }) => publicKey.fingerprint === fingerprint);
  if (key !== undefined) return { key };
  return { fault: { code: own.complete ? 'no-such-own-key' : 'own-key-not-listed' } };
}

async function keyFile(
  path: string,
  level: TrustLevel['level'],
  readKeyFile: ReadKeyFile,
  signal: AbortSignal,
): Promise<Loaded> {
  try {
    const file = await readKeyFile(level, path, signal);
    if ('fault' in file) return { fault: file.fault };
    if (Buffer.byteLength(file.text, 'utf8') > keyFileLimit) {
      return notReadable({ code: 'too-large', limit: keyFileLimit });
    }
    return parse(file.text, 'key file', '', file.realPath);
  } catch (error) {
    if (signal.aborted || isEngineError(error, 'cancelled')) {
      throw new EngineError('cancelled', { what: 'reading the keys of a rule' }, error);
    }
    return notReadable({ code: 'other', name: '' });
  }
}

function notReadable(reason: FileProblem): Loaded {
  return { fault: { code: 'key-file-not-readable', reason } };
}

function parse(text: string, name: string, label: string, file: string): Loaded {
  try {
    return { key: { publicKey: parsePublicKey(text, name), label, file } };
  } catch (error) {
    if (isEngineError(error, 'unsupported-key')) {
      return { fault: { code: 'unsupported-key', algorithm: error.details.algorithm } };
    }
    // The reasons say what kind of text it is, never what it holds.
    const reason = isEngineError(error, 'bad-key-file') ? error.details.reason : 'not-a-public-key';
    return { fault: { code: 'bad-key', reason } };
  }
}

/** A key that is the person's own carries its label, however the rule names it. */
function labelled(loaded: Loaded, ownKeys: readonly TrustedKey[]): Loaded {
  if ('fault' in loaded) return loaded;
  const own = ownKeys.find((key) => samePublicKey(key.publicKey, loaded.key.publicKey));
  return own === undefined ? loaded : { key: { ...loaded.key, label: own.label } };
}

function samePublicKey(one: PublicKey, other: PublicKey): boolean {
  return one.fingerprint === other.fingerprint;
}
