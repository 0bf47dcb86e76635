// What TLS fails with, by its name: codes of OpenSSL and BoringSSL (X509_V_ERR_…, alerts of RFC 8446, 6) and of Node.
import { EngineError, isEngineError } from '../errors.ts';
import type { CertificateProblem } from '../certificateProblems.ts';
import type { ClientCertificate } from './tlsSettings.ts';

const problems: readonly (readonly [pattern: RegExp, problem: CertificateProblem])[] = [
  [/^DEPTH_ZERO_SELF_SIGNED_CERT$/, 'self-signed'],
  [/^(SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?|CERT_UNTRUSTED)$/, 'unknown-authority'],
  [/^UNABLE_TO_VERIFY_LEAF_SIGNATURE$/, 'unknown-authority'],
  [/^CERT_HAS_EXPIRED$/, 'expired'],
  [/^CERT_NOT_YET_VALID$/, 'not-yet-valid'],
  [/^(ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)$/, 'wrong-name'],
];

/** What a server says, as an alert, to whoever shows no certificate or one that it does not take. */
const noCertificate = /ALERT_CERTIFICATE_REQUIRED/;
const refusedCertificate =
  /ALERT_(BAD_CERTIFICATE|UNKNOWN_CA|(UNSUPPORTED|UNKNOWN)_CERTIFICATE|CERTIFICATE_(EXPIRED|REVOKED|UNKNOWN)|ACCESS_DENIED)/;

/** The failure of a certificate that is not trusted; undefined where the code is of anything else. */
export function nameTlsCode(code: string, text: string, host: string): EngineError | undefined {
  const reason = problems.find(([pattern]) => pattern.test(code))?.[1];
  if (reason !== undefined)
    return new EngineError('certificate-not-trusted', { host, reason, message: code });
  const alert = `${code} ${text}`.toUpperCase().replaceAll(' ', '_');
  const wants = noCertificate.test(alert) || refusedCertificate.test(alert);
  return wants ? new EngineError('client-certificate-wanted', { host, shown: '' }) : undefined;
}

/** The same for a connection of our own, which knows what was shown. Other failures are given back as they are. */
export function nameTlsFailure(error: Error, host: string, client: ClientCertificate | undefined): Error {
  if (isEngineError(error)) return error;
  const { code = '' } = error as NodeJS.ErrnoException;
  const named = nameTlsCode(code, error.message, host);
  if (named?.code === 'client-certificate-wanted') {
    return new EngineError('client-certificate-wanted', { host, shown: client?.name ?? '' });
  }
  return named ?? error;
}
