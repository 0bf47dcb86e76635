// Which public key to trust: an own key, a .pub file, or PEM text on the clipboard. A file found in a workspace is never
// taken by itself: the person picks it (S6, U1).
import * as vscode from 'vscode';
import { EngineError } from '../../engine/errors.ts';
import type { VerifyReport } from '../../engine/verdict.ts';
import type { Host } from '../host.ts';
import type { StoredKey } from '../keys/keyStore.ts';
import { openText } from '../keys/fileKey.ts';
import { shortFingerprint } from '../keys/keyWords.ts';
import { pickOne } from '../ui/picks.ts';
import type { PickItem } from '../ui/picks.ts';
import type { TrustedKeyChoice } from './trustRule.ts';

const largestFile = 64 * 1024;

type Source = { readonly own: StoredKey } | 'file' | 'clipboard';

/** Undefined where the person gave up; throws `bad-key-file`, `unsupported-key` for what is no public key. */
export async function askTrustedKey(host: Host, report: VerifyReport): Promise<TrustedKeyChoice | undefined> {
  const source = await pickOne(await sources(host, report), {
    title: vscode.l10n.t('Trust Which Key?'),
    placeholder: vscode.l10n.t('It is tried on the signatures that were found before anything is written.'),
  });
  if (source === undefined) return undefined;
  if (source === 'file') return keyFile(host);
  if (source === 'clipboard')
    return keyFrom(host, await vscode.env.clipboard.readText(), vscode.l10n.t('clipboard'));
  const { fingerprint, label, publicKeyPem } = source.own;
  return { name: `${label} (${shortFingerprint(fingerprint)})`, fingerprint, pem: publicKeyPem, isOwn: true };
}

async function sources(host: Host, report: VerifyReport): Promise<readonly PickItem<Source>[]> {
  const proven = new Set(report.signatures.map(({ signer }) => signer?.fingerprint));
  const keys = [...(await host.keys.list())];
  keys.sort((one, other) => Number(proven.has(other.fingerprint)) - Number(proven.has(one.fingerprint)));
  const own = keys.map((key) => ({
    label: key.label,
    description: shortFingerprint(key.fingerprint),
    ...(proven.has(key.fingerprint) ? { detail: vscode.l10n.t('Signed this image.') } : {}),
    icon: 'key',
    value: { own: key },
  }));
  const file: PickItem<Source> = {
    group: vscode.l10n.t('The key of somebody else'),
    label: vscode.l10n.t('Public key file…'),
    icon: 'file',
    value: 'file',
  };
  // In a browser, reading the clipboard asks for a permission (U5).
  if (vscode.env.uiKind === vscode.UIKind.Web) return [...own, file];
  return [
    ...own,
    file,
    { label: vscode.l10n.t('PEM text on the clipboard'), icon: 'clippy', value: 'clipboard' },
  ];
}

async function keyFile(host: Host): Promise<TrustedKeyChoice | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Public Key of the Signer'),
      openLabel: vscode.l10n.t('Trust'),
      filters: { [vscode.l10n.t('Public keys')]: ['pub', 'pem'], [vscode.l10n.t('All files')]: ['*'] },
    })) ?? [];
  if (file === undefined) return undefined;
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  const { size } = await vscode.workspace.fs.stat(file);
  if (size > largestFile) throw new EngineError('bad-key-file', { name, reason: 'too-large' });
  const text = Buffer.from(await vscode.workspace.fs.readFile(file)).toString('utf8');
  if (/-----BEGIN ENCRYPTED (SIGSTORE|COSIGN) PRIVATE KEY-----/.test(text))
    return publicHalf(host, text, name);
  return { ...keyFrom(host, text, name), file };
}

/** Of a key file that somebody signs with: its own file is secret, so that the rule gets the public key itself. */
async function publicHalf(host: Host, text: string, name: string): Promise<TrustedKeyChoice | undefined> {
  const handle = await openText(host, { text, name });
  return handle && keyFrom(host, handle.publicKeyPem, name);
}

function keyFrom(host: Host, text: string, name: string): TrustedKeyChoice {
  const { fingerprint, pem } = host.engine().readPublicKey(text, name);
  return { name: `${name} (${shortFingerprint(fingerprint)})`, fingerprint, pem, isOwn: false };
}
