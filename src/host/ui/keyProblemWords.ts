// Why a text cannot be used as a key, as part of a sentence. None says what the text holds.
import * as vscode from 'vscode';
import type { KeyProblem } from '../../engine/problems.ts';

export function keyProblem(reason: KeyProblem): string {
  switch (reason) {
    case 'too-large':
      return vscode.l10n.t('it is larger than 64 KiB');
    case 'no-pem-block':
      return vscode.l10n.t('it holds no complete PEM block');
    case 'several-pem-blocks':
      return vscode.l10n.t('it holds more than one PEM block');
    case 'private-not-public':
      return vscode.l10n.t('it holds a private key where a public key belongs');
    case 'public-not-private':
      return vscode.l10n.t('it holds a public key where a private key belongs');
    case 'certificate':
      return vscode.l10n.t('it holds a certificate where a public key belongs');
    case 'unknown-pem-type':
      return vscode.l10n.t('its PEM block is of an unknown type');
    case 'damaged-pem':
      return vscode.l10n.t('its PEM block is damaged');
    case 'not-a-public-key':
      return vscode.l10n.t('what its PEM block holds is not a public key');
    case 'not-pkcs8':
      return vscode.l10n.t('it is not a private key in PKCS#8');
    case 'not-sec1':
      return vscode.l10n.t('it is not a private key in SEC 1 that names its curve');
    case 'bad-point':
      return vscode.l10n.t('its point is not an uncompressed point of the curve');
    case 'bad-private-number':
      return vscode.l10n.t('its private number is outside the curve');
    case 'not-a-cosign-key':
      return vscode.l10n.t('it is not an encrypted cosign key');
    case 'not-encrypted':
      return vscode.l10n.t('it is not encrypted; import it instead');
    case 'not-key-json':
      return vscode.l10n.t('it is not the JSON of an encrypted key');
    case 'unknown-key-derivation':
      return vscode.l10n.t('its key derivation is not known');
    case 'unknown-scrypt-parameters':
      return vscode.l10n.t('its scrypt parameters are none that cosign uses');
    case 'unknown-cipher':
      return vscode.l10n.t('its cipher is not known');
    case 'encrypted-otherwise':
      return vscode.l10n.t(
        'it is encrypted in a way other than cosign’s; decrypt it first (openssl pkcs8 -in FILE -out NEW), and delete NEW once it is imported',
      );
    case 'ec-parameters':
      return vscode.l10n.t(
        'it begins with EC PARAMETERS; convert it first (openssl pkcs8 -topk8 -nocrypt -in FILE -out NEW), and delete NEW once it is imported',
      );
    case 'not-the-recorded-key':
      return vscode.l10n.t('it is not the key that its record names');
  }
}
