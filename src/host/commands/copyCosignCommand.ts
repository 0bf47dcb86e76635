// Copy as cosign Command: the `cosign verify` that does what Countersign's verify does, with the public key saved to a
// file first (U2), quoted for the shell of this VS Code (S23).
import * as vscode from 'vscode';
import type { Annotations } from '../../engine/plan.ts';
import { cosignReading } from '../../engine/signatureScheme.ts';
import type { SignatureScheme } from '../../engine/signatureScheme.ts';
import type { VerifyReport } from '../../engine/verdict.ts';
import type { Host } from '../host.ts';
import { schemeName } from '../keys/algorithmWords.ts';
import { savePublicKey } from '../keys/keyFiles.ts';
import type { StoredKey } from '../keys/keyStore.ts';
import { fileNameFor, shortFingerprint } from '../keys/keyWords.ts';
import { showInfo } from '../ui/messages.ts';
import { pickOne } from '../ui/picks.ts';
import type { PickItem } from '../ui/picks.ts';
import { reportFor } from './reportFor.ts';
import { shellOf } from './shell.ts';
import { inBackground } from './told.ts';

/** What the command verifies. */
export interface SignedImage {
  /** Canonical repository. */
  readonly repository: string;
  readonly digest: string;
  readonly signatureRepository: string;
  /** The folder that holds the image instead of a registry. */
  readonly savedIn?: string | undefined;
  /** Of the key that signed, where it is known. */
  readonly fingerprint: string | undefined;
  readonly annotations: Annotations;
  /** What the signature was made with, where it was judged. */
  readonly scheme: SignatureScheme | undefined;
}

export async function copyCosignCommand(host: Host, argument: unknown): Promise<void> {
  const report = await reportFor(host, argument, vscode.l10n.t('Copy as cosign Command'));
  if (report !== undefined) await copyCommandFor(host, imageOfReport(report));
}

/** Which key file → saved if wanted → command on the clipboard, with a word on its flag. */
export async function copyCommandFor(host: Host, image: SignedImage): Promise<void> {
  const publicKeyFile = await askKeyFile(host, image.fingerprint);
  if (publicKeyFile === undefined) return;
  const { repository, digest, annotations } = image;
  const elsewhere = image.signatureRepository === repository ? undefined : image.signatureRepository;
  const shell = shellOf(vscode.env.shell);
  const command = host.engine().cosignVerifyCommand({
    repository,
    digest,
    publicKeyFile,
    annotations,
    signatureRepository: elsewhere,
    savedIn: image.savedIn,
    scheme: image.scheme,
    shell,
  });
  await vscode.env.clipboard.writeText(command);
  inBackground(host, showInfo(copiedWords(shell, image)));
}

function copiedWords(shell: 'posix' | 'powershell', { scheme, savedIn }: SignedImage): string {
  const copied =
    shell === 'posix'
      ? vscode.l10n.t('Copied the cosign command for a POSIX shell.')
      : vscode.l10n.t('Copied the cosign command for PowerShell.');
  const flag = vscode.l10n.t(
    'It carries --insecure-ignore-tlog: cosign 2 and 3 refuse a key signature without a log entry otherwise.',
  );
  const saved =
    savedIn === undefined
      ? []
      : [vscode.l10n.t('Of the folder, cosign verifies the image that cosign or Countersign saved there.')];
  return [copied, flag, ...saved, ...schemeWords(scheme)].join(' ');
}

/** What else the command carries because of how the image was signed, or that no flag helps. */
function schemeWords(scheme: SignatureScheme | undefined): readonly string[] {
  const reading = scheme === undefined ? 'plain' : cosignReading[scheme];
  if (scheme === undefined || reading === 'plain') return [];
  return [
    reading === 'never'
      ? vscode.l10n.t(
          'It will fail all the same: cosign does not verify what was signed with {0} with a key.',
          schemeName(scheme),
        )
      : vscode.l10n.t(
          'It carries --signature-digest-algorithm {0}: the signature is over that digest.',
          reading,
        ),
  ];
}

/**
 * The first valid signature, best one that cosign verifies without further flags, says where it is and who made it;
 * without one the image's own repository is asked.
 */
function imageOfReport(report: VerifyReport): SignedImage {
  const { repository, digest, signatures, savedIn, wantedAnnotations: annotations } = report;
  const valid = signatures.filter(({ status }) => status === 'valid');
  const plain = valid.find(({ madeWith }) => madeWith && cosignReading[madeWith.scheme] === 'plain');
  const signature = plain ?? valid[0] ?? signatures[0];
  return {
    repository,
    digest,
    signatureRepository: signature?.place.repository ?? repository,
    savedIn,
    fingerprint: signature?.signer?.fingerprint,
    annotations,
    scheme: signature?.madeWith?.scheme,
  };
}

type KeyFile = { readonly save: StoredKey } | { readonly path: string } | 'choose';

async function askKeyFile(host: Host, fingerprint: string | undefined): Promise<string | undefined> {
  const chosen = await pickOne(keyFiles(await host.keys.list(), fingerprint), {
    title: vscode.l10n.t('Which Public Key File?'),
    placeholder: vscode.l10n.t('cosign reads the public key from a file.'),
  });
  if (chosen === undefined) return undefined;
  if (chosen === 'choose') return chooseFile();
  if ('path' in chosen) return chosen.path;
  const saved = await savePublicKey(chosen.save);
  return saved === undefined ? undefined : pathOf(saved);
}

function keyFiles(keys: readonly StoredKey[], fingerprint: string | undefined): readonly PickItem<KeyFile>[] {
  // The key of somebody else is in a file of theirs; an own key would only fail there.
  const offered = fingerprint === undefined ? keys : keys.filter((key) => key.fingerprint === fingerprint);
  const [first] = offered;
  return [
    ...offered.map((key) => ({
      label: vscode.l10n.t('Save the public key of {0}…', key.label),
      description: shortFingerprint(key.fingerprint),
      icon: 'save',
      value: { save: key },
    })),
    { label: vscode.l10n.t('I have it in a file…'), icon: 'file', value: 'choose' },
    {
      label: vscode.l10n.t('Fill it in later'),
      description: fileNameFor(first?.label ?? 'cosign', 'pub'),
      icon: 'edit',
      value: { path: fileNameFor(first?.label ?? 'cosign', 'pub') },
    },
  ];
}

async function chooseFile(): Promise<string | undefined> {
  const [file] = (await vscode.window.showOpenDialog({ title: vscode.l10n.t('Public Key File') })) ?? [];
  return file === undefined ? undefined : pathOf(file);
}

function pathOf(file: vscode.Uri): string {
  return file.scheme === 'file' ? file.fsPath : file.path;
}
