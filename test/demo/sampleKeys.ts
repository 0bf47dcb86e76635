// Keys of the demo, made anew each time it starts: no private key lies in the repository.
import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';

export interface SampleKey {
  readonly label: string;
  readonly privateKey: KeyObject;
  /** sha256 of the SPKI DER, lower-case hex. */
  readonly fingerprint: string;
  readonly publicKeyPem: string;
}

/** A fresh P-256 key. */
export function newSampleKey(label: string): SampleKey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return {
    label,
    privateKey,
    fingerprint: createHash('sha256').update(der).digest('hex'),
    publicKeyPem: String(publicKey.export({ type: 'spki', format: 'pem' })),
  };
}
