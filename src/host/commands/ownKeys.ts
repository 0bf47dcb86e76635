// The person's own key, as signing needs it: one chosen or made, one unlocked (S7, U4).
import * as vscode from 'vscode';
import type { OpenKeyHandle } from '../../engine/api.ts';
import type { SignerKey } from '../../engine/plan.ts';
import type { Host } from '../host.ts';
import { commands } from '../ids.ts';
import { openFileKey, pickFileKey } from '../keys/fileKey.ts';
import { shortFingerprint } from '../keys/keyWords.ts';
import { tryToOpen } from '../keys/openKey.ts';
import { keyFileItem, pickKeyOrFile } from '../keys/pickKey.ts';
import { signerKey } from '../keys/signerKey.ts';
import { askPassword, pickOne } from '../ui/picks.ts';
import type { Attempt } from '../ui/picks.ts';

/**
 * The only key, or the one that is picked, from a file that is elsewhere if need be; without any key offers to make or
 * import one, too. Throws `keychain-failed`.
 */
export async function chooseKey(host: Host): Promise<SignerKey | undefined> {
  const { keys, unread } = await host.keys.listing();
  const [first] = keys;
  // A first key is made only where it is known to be the first.
  if (first === undefined && unread !== undefined) throw unread;
  if (first === undefined) return makeFirstKey(host);
  return keys.length === 1 ? signerKey(first) : pickSigner(host, vscode.l10n.t('Sign with Which Key?'));
}

/** Any key of the list, or one from a file that is picked for this once. */
export async function pickSigner(host: Host, title: string): Promise<SignerKey | undefined> {
  const key = await pickKeyOrFile(await host.keys.list(), title);
  if (key === undefined) return undefined;
  return key === 'file' ? pickFileKey(host) : signerKey(key);
}

/**
 * Opens the key: with its stored password, with COSIGN_PASSWORD, else with what the person types, which is tried at
 * once and asked again in the same box (U4). Undefined where the person gave up; throws `plan-changed` where the file
 * holds another key than its record says.
 */
export async function unlockKey(host: Host, key: SignerKey): Promise<OpenKeyHandle | undefined> {
  const open = openFileKey(key);
  if (open !== undefined) return open;
  const file = await host.keys.readKeyFile(key.fingerprint);
  const closed = { file, name: key.label, fingerprint: key.fingerprint };
  const attempt = (password: string, signal: AbortSignal): Promise<Attempt<OpenKeyHandle>> =>
    tryToOpen(host, closed, password, signal);
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

async function makeFirstKey(host: Host): Promise<SignerKey | undefined> {
  const command = await pickOne(
    [
      { label: vscode.l10n.t('Generate a key pair…'), icon: 'key', value: commands.generateKey },
      { label: vscode.l10n.t('Import a key…'), icon: 'cloud-download', value: commands.importKey },
      keyFileItem(),
    ],
    {
      title: vscode.l10n.t('No Key Yet'),
      placeholder: vscode.l10n.t('Signing takes a private key. Its public half verifies.'),
    },
  );
  if (command === undefined) return undefined;
  if (command === 'file') return pickFileKey(host);
  await vscode.commands.executeCommand(command);
  const [made] = await host.keys.list();
  return made && signerKey(made);
}
