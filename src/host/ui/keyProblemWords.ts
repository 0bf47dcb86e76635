// Why a text cannot be used as a key, as part of a sentence. None says what the text holds.
import * as vscode from 'vscode';
import type { KeyProblem } from '../../engine/problems.ts';

export function keyProblem(reason: KeyProblem): string {
  switch (reason) {
    case 'too-large':
      return vscode.l10n.t('it is larger than 64 KiB');
    case 'no-pem-block':
      return vscode.l10n.t('it holds no complete PEM block');
    // The one command takes DER and PKCS#12, encrypted or not, and writes no key that is not encrypted.
    case 'private-der':
      return vscode.l10n.t(
        'it is no PEM, but looks like DER or PKCS#12; convert it first (openssl pkcs8 -topk8 -v2 aes-256-cbc -inform DER -in FILE -out NEW)',
      );
    case 'public-der':
      return vscode.l10n.t(
        'it is no PEM, but looks like DER; convert a public key first (openssl pkey -pubin -inform DER -in FILE -out NEW)',
      );
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
    case 'not-pkcs1':
      return vscode.l10n.t('it is not an RSA private key in PKCS#1');
    case 'bad-point':
      return vscode.l10n.t('its point is not an uncompressed point of the curve');
    case 'small-order':
      return vscode.l10n.t('its point is of small order: one signature would be good for any image');
    case 'other-encoding':
      return vscode.l10n.t('it is not in the one encoding that its kind of key has');
    case 'bad-modulus':
      return vscode.l10n.t('its modulus is even');
    case 'bad-exponent':
      return vscode.l10n.t('its public exponent is not an odd number from 65537 to 2³¹');
    case 'bad-private-number':
      return vscode.l10n.t('its private number is outside the curve');
    case 'numbers-do-not-fit':
      return vscode.l10n.t('its numbers do not belong to one RSA key');
    case 'not-a-cosign-key':
      return vscode.l10n.t('it is no encrypted key, neither of cosign nor in PKCS#8');
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
    case 'openssh-key':
      return vscode.l10n.t(
        'it is a key of OpenSSH; convert a copy of it first (ssh-keygen -p -m PKCS8 -f COPY)',
      );
    case 'certificate-not-key':
      return vscode.l10n.t('it holds a certificate where a private key belongs');
    case 'encrypted-otherwise':
      return vscode.l10n.t(
        'it is encrypted in the old way of OpenSSL (Proc-Type: 4,ENCRYPTED); convert it first (openssl pkcs8 -topk8 -v2 aes-256-cbc -in FILE -out NEW)',
      );
    case 'weak-encryption':
      return vscode.l10n.t(
        'it is encrypted with PBES1, DES or RC2, which are weak; encrypt it anew first (openssl pkcs8 -topk8 -v2 aes-256-cbc -in FILE -out NEW)',
      );
    case 'too-costly':
      return vscode.l10n.t('deriving its encryption key would cost more than any honest file asks for');
    case 'not-the-recorded-key':
      return vscode.l10n.t('it is not the key that its record names');
  }
}
