// The person's own key, as signing needs it: one chosen or made, one unlocked (S7, U4).
import * as vscode from 'vscode';
import type { OpenKeyHandle } from '../../engine/api.ts';
import { EngineError, isEngineError } from '../../engine/errors.ts';
import type { SignerKey } from '../../engine/plan.ts';
import type { Host } from '../host.ts';
import { commands } from '../ids.ts';
import type { StoredKey } from '../keys/keyStore.ts';
import { shortFingerprint } from '../keys/keyWords.ts';
import { pickKey } from '../keys/pickKey.ts';
import { wordsOf } from '../ui/errorWords.ts';
import { askPassword, pickOne } from '../ui/picks.ts';
import type { Attempt } from '../ui/picks.ts';

/** The only key, or the one that is picked; without any key offers to make or import one. Throws `keychain-failed`. */
export async function chooseKey(host: Host): Promise<StoredKey | undefined> {
  const { keys, unread } = await host.keys.listing();
  const [first] = keys;
  // A first key is made only where it is known to be the first.
  if (first === undefined && unread !== undefined) throw unread;
  if (first === undefined) return makeFirstKey(host);
  return keys.length === 1 ? first : pickKey(keys, vscode.l10n.t('Sign with Which Key?'));
}

/**
 * Opens the key: with its stored password, with COSIGN_PASSWORD, else with what the person types, which is tried at
 * once and asked again in the same box (U4). Undefined where the person gave up; throws `plan-changed` where the file
 * holds another key than its record says.
 */
export async function unlockKey(host: Host, key: SignerKey): Promise<OpenKeyHandle | undefined> {
  const file = await host.keys.readKeyFile(key.fingerprint);
  const attempt = (password: string, signal: AbortSignal): Promise<Attempt<OpenKeyHandle>> =>
    tryPassword(host, file, password, key, signal);
  let note: string | undefined;
  for (const { password, wrong } of await knownPasswords(host, key)) {
    const result = await attempt(password, new AbortController().signal);
    if ('value' in result) return result.value;
    note = wrong;
  }
  return askPassword({
    title: vscode.l10n.t('Password of {0}', key.label),
    prompt: vscode.l10n.t(
      'Opens the key {0} ({1}). Enter alone where it has none.',
      key.label,
      shortFingerprint(key.fingerprint),
    ),
    ...(note === undefined ? {} : { note }),
    attempt,
  });
}

interface KnownPassword {
  readonly password: string;
  readonly wrong: string;
}

async function knownPasswords(host: Host, key: SignerKey): Promise<readonly KnownPassword[]> {
  const stored = await host.keys.readPassword(key.fingerprint);
  const fromEnvironment = host.engine().passwordFromEnvironment();
  return [
    ...(stored === undefined
      ? []
      : [{ password: stored, wrong: vscode.l10n.t('The stored password does not open it.') }]),
    ...(fromEnvironment === undefined
      ? []
      : [{ password: fromEnvironment, wrong: vscode.l10n.t('COSIGN_PASSWORD does not open it.') }]),
  ];
}

async function tryPassword(
  host: Host,
  file: string,
  password: string,
  key: SignerKey,
  signal: AbortSignal,
): Promise<Attempt<OpenKeyHandle>> {
  let opened: OpenKeyHandle;
  try {
    opened = await host.engine().openKey(file, password, key.label, signal);
  } catch (error) {
    if (isEngineError(error, 'wrong-password')) return { problem: wordsOf(error).message };
    throw error;
  }
  if (opened.fingerprint === key.fingerprint) return { value: opened };
  const found = opened.fingerprint;
  throw new EngineError('plan-changed', { what: 'key', planned: key.fingerprint, found });
}

async function makeFirstKey(host: Host): Promise<StoredKey | undefined> {
  const command = await pickOne(
    [
      { label: vscode.l10n.t('Generate a key pair…'), icon: 'key', value: commands.generateKey },
      { label: vscode.l10n.t('Import a key…'), icon: 'cloud-download', value: commands.importKey },
    ],
    {
      title: vscode.l10n.t('No Key Yet'),
      placeholder: vscode.l10n.t('Signing takes a private key. Its public half verifies.'),
    },
  );
  if (command === undefined) return undefined;
  await vscode.commands.executeCommand(command);
  const [made] = await host.keys.list();
  return made;
}
