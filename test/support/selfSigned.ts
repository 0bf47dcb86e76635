// A self-signed certificate for 127.0.0.1 and localhost with a fresh P-256 key, made at test time (RFC 5280, X.690),
// so that no private key lies in the repository.
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

export interface SelfSigned {
  readonly privateKey: KeyObject;
  readonly privateKeyPem: string;
  readonly certificateDer: Uint8Array;
  readonly certificatePem: string;
}

const ecdsaWithSha256 = sequence(objectId('2a8648ce3d040302'));

/** Valid from yesterday for ten days. */
export function newSelfSigned(commonName: string): SelfSigned {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const day = 24 * 60 * 60 * 1000;
  const name = sequence(set(sequence(objectId('550403'), value(0x0c, Buffer.from(commonName)))));
  const content = sequence(
    value(0xa0, value(0x02, Buffer.from([2]))),
    value(0x02, Buffer.from([1])),
    ecdsaWithSha256,
    name,
    sequence(time(Date.now() - day), time(Date.now() + 10 * day)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    value(0xa3, sequence(subjectAltName())),
  );
  const signature = sign('sha256', content, privateKey);
  const certificateDer = sequence(content, ecdsaWithSha256, value(0x03, Buffer.from([0]), signature));
  return {
    privateKey,
    privateKeyPem: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    certificateDer,
    certificatePem: pem(certificateDer),
  };
}

function subjectAltName(): Buffer {
  const names = sequence(value(0x82, Buffer.from('localhost')), value(0x87, Buffer.from([127, 0, 0, 1])));
  return sequence(objectId('551d11'), value(0x04, names));
}

function value(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(contents);
  const length =
    body.length < 128
      ? [body.length]
      : body.length < 256
        ? [0x81, body.length]
        : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

function sequence(...contents: readonly Uint8Array[]): Buffer {
  return value(0x30, ...contents);
}

function set(...contents: readonly Uint8Array[]): Buffer {
  return value(0x31, ...contents);
}

/** The identifier's content octets in hex. */
function objectId(hex: string): Buffer {
  return value(0x06, Buffer.from(hex, 'hex'));
}

/** UTCTime to the second. */
function time(milliseconds: number): Buffer {
  const text = new Date(milliseconds).toISOString().replace(/[-:T]/g, '').slice(2, 14);
  return value(0x17, Buffer.from(`${text}Z`));
}

function pem(der: Uint8Array): string {
  const lines = Buffer.from(der)
    .toString('base64')
    .match(/.{1,64}/g);
  return `-----BEGIN CERTIFICATE-----\n${(lines ?? []).join('\n')}\n-----END CERTIFICATE-----\n`;
}
