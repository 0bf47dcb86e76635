// Trusted Certificates: lists the certificates that are trusted by their fingerprint, and forgets those that are chosen.
import * as vscode from 'vscode';
import type { Host } from '../host.ts';
import { forgetCertificate, trustedCertificates as listed } from '../trustedCertificates.ts';
import { disarm } from '../ui/foreignText.ts';
import { showInfo, showStatus } from '../ui/messages.ts';
import { pickMany } from '../ui/picks.ts';

export async function trustedCertificates(host: Host): Promise<void> {
  const state = host.extension.globalState;
  const all = listed(state);
  if (all.length === 0) {
    void showInfo(
      vscode.l10n.t(
        'No certificate is trusted by its fingerprint. Where a registry’s certificate is not trusted, its error offers to.',
      ),
    );
    return;
  }
  const chosen = await pickMany(
    all.map(({ host: name, fingerprint, subject, since }) => ({
      label: name,
      description: vscode.l10n.t('{0}, since {1}', subject, new Date(since).toISOString().slice(0, 10)),
      detail: fingerprint,
      value: name,
    })),
    [],
    {
      title: vscode.l10n.t('Trusted Certificates'),
      placeholder: vscode.l10n.t('Choose the ones to forget.'),
    },
  );
  if (chosen === undefined || chosen.length === 0) return;
  for (const name of chosen) {
    await forgetCertificate(state, name);
    host.engine().forget(name);
  }
  showStatus(vscode.l10n.t('No longer trusted by fingerprint: {0}', disarm(chosen.join(', '))));
}
