// The keys of a rule: PEM text, a file, or `own:FINGERPRINT` (security S2, S7). A key that cannot be read is a fault
// of its rule. No text here repeats an entry: a person may have pasted a private key (N1).
import { EngineError, isEngineError } from '../errors.ts';
import { parsePublicKey } from '../keys/publicKey.ts';
import type { PublicKey } from '../keys/publicKey.ts';
import type { ReadKeyFile, SignerKey, TrustLevel } from '../plan.ts';
import { pathProblem } from './keyPath.ts';
import type { Rule, RuleFault } from './rules.ts';
import type { TrustedKey } from './trustedKey.ts';

export interface LoadedKeys {
  readonly keys: readonly TrustedKey[];
  readonly faults: readonly RuleFault[];
}

const keyFileLimit = 64 * 1024;

type Loaded = { readonly key: TrustedKey } | { readonly problem: string };

/** Reads every key of the rule, all at once. Throws only `cancelled`. */
export async function loadKeys(
  rule: Rule,
  level: TrustLevel['level'],
  ownKeys: readonly TrustedKey[],
  readKeyFile: ReadKeyFile,
  signal: AbortSignal,
): Promise<LoadedKeys> {
  const loaded = await Promise.all(
    rule.keys.map((entry) => loadKey(entry, level, ownKeys, readKeyFile, signal)),
  );
  const keys: TrustedKey[] = [];
  const faults: RuleFault[] = [];
  for (const [position, one] of loaded.entries()) {
    if ('key' in one) keys.push(one.key);
    else faults.push({ path: [rule.index, 'keys', position], problem: one.problem });
  }
  return { keys, faults };
}

/**
 * The person's own keys. A record whose PEM is not the key of its fingerprint (S7) counts for nothing; only where
 * none is left is that a fault, because any one of them is enough.
 */
export function loadOwnKeys(records: readonly SignerKey[]): LoadedKeys {
  const loaded = records.map((record) => {
    const one = parse(record.publicKeyPem, 'own key', record.label, '');
    if ('key' in one && one.key.publicKey.fingerprint !== record.fingerprint) {
      return { problem: 'The public key kept for an own key is not the key of its fingerprint.' };
    }
    return one;
  });
  const keys = loaded.flatMap((one) => ('key' in one ? [one.key] : []));
  if (keys.length > 0) return { keys, faults: [] };
  return {
    keys,
    faults: loaded.flatMap((one) => ('problem' in one ? [{ path: [], problem: one.problem }] : [])),
  };
}

async function loadKey(
  entry: string,
  level: TrustLevel['level'],
  ownKeys: readonly TrustedKey[],
  readKeyFile: ReadKeyFile,
  signal: AbortSignal,
): Promise<Loaded> {
  if (entry.startsWith('own:')) return ownKey(entry.slice('own:'.length).trim(), level, ownKeys);
  if (entry.includes('-----BEGIN')) return labelled(parse(entry, 'PEM text', '', ''), ownKeys);
  const problem = pathProblem(entry, level);
  if (problem !== undefined) return { problem };
  return labelled(await keyFile(entry, level, readKeyFile, signal), ownKeys);
}

function ownKey(fingerprint: string, level: TrustLevel['level'], ownKeys: readonly TrustedKey[]): Loaded {
  if (level !== 'user') {
    return { problem: 'Own keys can be named in user settings only: others do not have them.' };
  }
  if (!/^[0-9a-f]{64}$/.test(fingerprint)) {
    return { problem: 'After "own:" stands the fingerprint of an own key: 64 lower-case hex digits.' };
  }
  const key = ownKeys.find((own) => own.publicKey.fingerprint === fingerprint);
  return key === undefined ? { problem: 'There is no own key with this fingerprint here.' } : { key };
}

async function keyFile(
  path: string,
  level: TrustLevel['level'],
  readKeyFile: ReadKeyFile,
  signal: AbortSignal,
): Promise<Loaded> {
  try {
    const file = await readKeyFile(level, path, signal);
    if ('problem' in file) return { problem: file.problem };
    if (Buffer.byteLength(file.text, 'utf8') > keyFileLimit) {
      return { problem: 'The key file is larger than 64 KiB.' };
    }
    return parse(file.text, 'key file', '', file.realPath);
  } catch (error) {
    if (signal.aborted || isEngineError(error, 'cancelled')) {
      throw new EngineError('cancelled', { what: 'reading the keys of a rule' }, error);
    }
    return { problem: 'The key file could not be read.' };
  }
}

function parse(text: string, name: string, label: string, file: string): Loaded {
  try {
    return { key: { publicKey: parsePublicKey(text, name), label, file } };
  } catch (error) {
    if (isEngineError(error, 'unsupported-key')) {
      return { problem: `This version cannot verify with a key of this kind (${error.details.algorithm}).` };
    }
    // The reasons say what kind of text it is, never what it holds.
    const reason = isEngineError(error, 'bad-key-file') ? error.details.reason : 'it cannot be read';
    return { problem: `This key cannot be used: ${reason}.` };
  }
}

/** A key that is the person's own carries its label, however the rule names it. */
function labelled(loaded: Loaded, ownKeys: readonly TrustedKey[]): Loaded {
  if ('problem' in loaded) return loaded;
  const own = ownKeys.find((key) => samePublicKey(key.publicKey, loaded.key.publicKey));
  return own === undefined ? loaded : { key: { ...loaded.key, label: own.label } };
}

function samePublicKey(one: PublicKey, other: PublicKey): boolean {
  return one.fingerprint === other.fingerprint;
}
