// Trust This Certificate: shows who a server says it is, and its fingerprint, before anything is sent to it, and keeps
// the answer on this machine (S10, S28). What a certificate says is foreign text; the pick list disarms it.
import * as vscode from 'vscode';
import type { SeenCertificate } from '../../engine/certificateProblems.ts';
import type { Host } from '../host.ts';
import { trustCertificate, trustedCertificateOf } from '../trustedCertificates.ts';
import { disarm } from './foreignText.ts';
import { pickOne } from './picks.ts';
import type { PickItem } from './picks.ts';
import { withProgress } from './progress.ts';

/** Fetches the certificate of this host[:port], shows it, and trusts it on a yes. True for yes. */
export async function askToTrustCertificate(host: Host, name: string): Promise<boolean> {
  const seen = await withProgress(
    vscode.l10n.t('Reading the certificate of {0}', disarm(name)),
    true,
    (signal) => host.engine().readCertificate(name, signal),
  );
  const before = trustedCertificateOf(host.extension.globalState, name)?.fingerprint;
  for (;;) {
    const chosen = await pickOne(certificateItems(seen, before), {
      title: vscode.l10n.t('Trust This Certificate?'),
      placeholder: vscode.l10n.t(
        'Compare the fingerprint with the one that whoever runs {0} tells you.',
        disarm(seen.host),
      ),
    });
    if (chosen === 'look') continue;
    if (chosen !== 'trust') return false;
    break;
  }
  const { fingerprint, subject } = seen;
  await trustCertificate(host.extension.globalState, { host: name, fingerprint, subject, since: Date.now() });
  host.engine().forget(name);
  return true;
}

type Choice = 'trust' | 'leave' | 'look';

/** What is asked, and below it what there is to look at. `before`: the fingerprint that was trusted so far. */
export function certificateItems(
  seen: SeenCertificate,
  before: string | undefined,
): readonly PickItem<Choice>[] {
  const line = (label: string, detail: string, icon: string, group?: string): PickItem<Choice> => ({
    label,
    detail,
    icon,
    value: 'look',
    ...(group === undefined ? {} : { group }),
  });
  const changed = before !== undefined && before !== seen.fingerprint;
  return [
    {
      label: vscode.l10n.t('Do Not Trust'),
      description: vscode.l10n.t('nothing is sent to {0}', seen.host),
      icon: 'close',
      value: 'leave',
    },
    {
      label: vscode.l10n.t('Trust This Certificate'),
      description: vscode.l10n.t('for this host only, on this machine, until you forget it'),
      icon: 'check',
      value: 'trust',
    },
    line(...halves(seen.fingerprint), 'key', vscode.l10n.t('Fingerprint (SHA-256)')),
    ...(changed ? [line(...halves(before), 'warning', vscode.l10n.t('You trusted another one so far'))] : []),
    line(vscode.l10n.t('Issued to'), orNobody(seen.subject), 'person', ''),
    line(
      vscode.l10n.t('Issued by'),
      seen.selfSigned
        ? vscode.l10n.t('itself: nobody else vouches for it')
        : orNobody([seen.issuer, ...seen.chain.slice(1)].join(' ← ')),
      'organization',
    ),
    line(vscode.l10n.t('Names'), orNobody(seen.names.join(', ')), 'globe'),
    line(vscode.l10n.t('Valid'), validity(seen), isValidNow(seen) ? 'calendar' : 'warning'),
  ];
}

// As openssl and browsers write it, in two lines: a pick list cuts what is longer, and all of it is to be compared.
function halves(fingerprint: string): readonly [label: string, detail: string] {
  const pairs = fingerprint.toUpperCase().match(/.{1,2}/g) ?? [];
  return [pairs.slice(0, 16).join(':'), pairs.slice(16).join(':')];
}

function orNobody(text: string): string {
  return text === '' ? vscode.l10n.t('(it does not say)') : text;
}

function validity({ validFrom, validTo }: SeenCertificate): string {
  const now = Date.now();
  const span = vscode.l10n.t('{0} to {1}', day(validFrom), day(validTo));
  if (now > validTo) return vscode.l10n.t('{0} (expired)', span);
  return now < validFrom ? vscode.l10n.t('{0} (not yet)', span) : span;
}

function isValidNow({ validFrom, validTo }: SeenCertificate): boolean {
  const now = Date.now();
  return validFrom <= now && now <= validTo;
}

function day(milliseconds: number): string {
  return Number.isNaN(milliseconds) ? '?' : new Date(milliseconds).toISOString().slice(0, 10);
}
