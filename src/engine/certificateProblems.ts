// Certificates of TLS as plain data: what a server showed, and why it, or a file, cannot be used. Types only.

/** Why a server's certificate is not trusted; what else is wrong with TLS is `unreachable`. */
export type CertificateProblem =
  'unknown-authority' | 'self-signed' | 'expired' | 'not-yet-valid' | 'wrong-name';

/** Why a file with certificates or a key for TLS cannot be used. */
export type CertificateFileProblem =
  | 'not-absolute'
  | 'in-workspace'
  | 'absent'
  | 'not-a-certificate'
  | 'not-a-key'
  | 'encrypted-key'
  /** A client certificate without its key beside it, and the reverse. */
  | 'key-missing'
  | 'certificate-missing'
  | 'other-key';

/** A server's certificate as it was shown to us. Its texts are the server's own. */
export interface SeenCertificate {
  /** host[:port] */
  readonly host: string;
  /** SHA-256 over the certificate, hex. */
  readonly fingerprint: string;
  readonly subject: string;
  readonly issuer: string;
  readonly names: readonly string[];
  /** Milliseconds since 1970. */
  readonly validFrom: number;
  readonly validTo: number;
  readonly selfSigned: boolean;
  /** Subjects of the certificates behind it, as the server sent them. */
  readonly chain: readonly string[];
}
