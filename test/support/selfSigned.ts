// Certificates for tests with TLS: self-signed ones for 127.0.0.1 and localhost, and an authority that issues others.
import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { makeCertificate, pemOf, type CertificateOptions } from './x509.ts';

export interface SelfSigned {
  readonly privateKey: KeyObject;
  readonly privateKeyPem: string;
  readonly certificateDer: Uint8Array;
  readonly certificatePem: string;
}

export interface Authority extends SelfSigned {
  /** A certificate of this authority with a key of its own. */
  issue(subject: string, options?: Validity): SelfSigned;
}

type Validity = Pick<CertificateOptions, 'dnsNames' | 'addresses' | 'validFrom' | 'validTo'>;

const here: Validity = { dnsNames: ['localhost'], addresses: ['127.0.0.1'] };

/** Valid from yesterday for ten days. */
export function newSelfSigned(commonName: string, options: Validity = here): SelfSigned {
  const { publicKey, privateKey } = newKeys();
  const names = { subject: commonName, issuer: commonName };
  return pair(privateKey, makeCertificate({ ...names, publicKey, signedWith: privateKey, ...options }));
}

/** An authority that nobody trusts but who is told to. */
export function newAuthority(commonName: string): Authority {
  const { publicKey, privateKey } = newKeys();
  const names = { subject: commonName, issuer: commonName };
  const der = makeCertificate({ ...names, publicKey, signedWith: privateKey, authority: true });
  return {
    ...pair(privateKey, der),
    issue(subject, options = here) {
      const keys = newKeys();
      const whose = { subject, issuer: commonName, publicKey: keys.publicKey, signedWith: privateKey };
      return pair(keys.privateKey, makeCertificate({ ...whose, ...options }));
    },
  };
}

/** SHA-256 of the certificate, hex. */
export function fingerprintOf({ certificateDer }: SelfSigned): string {
  return createHash('sha256').update(certificateDer).digest('hex');
}

function newKeys(): { publicKey: KeyObject; privateKey: KeyObject } {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

function pair(privateKey: KeyObject, certificateDer: Uint8Array): SelfSigned {
  return {
    privateKey,
    privateKeyPem: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    certificateDer,
    certificatePem: pemOf(certificateDer),
  };
}
