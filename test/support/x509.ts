// X.509 certificates with ECDSA P-256, made at test time (RFC 5280, X.690), so that no private key lies in the repository.
import { randomBytes, sign, type KeyObject } from 'node:crypto';

const ecdsaWithSha256 = sequence(objectId('2a8648ce3d040302'));
const day = 24 * 60 * 60 * 1000;

export interface CertificateOptions {
  readonly subject: string;
  readonly issuer: string;
  readonly publicKey: KeyObject;
  /** The issuer's. */
  readonly signedWith: KeyObject;
  readonly dnsNames?: readonly string[];
  /** IPv4 */
  readonly addresses?: readonly string[];
  readonly authority?: boolean;
  /** Milliseconds since 1970; from yesterday for ten days where left out. */
  readonly validFrom?: number;
  readonly validTo?: number;
}

/** The certificate, DER. */
export function makeCertificate(options: CertificateOptions): Uint8Array {
  const now = Date.now();
  const content = sequence(
    value(0xa0, value(0x02, Buffer.from([2]))),
    value(0x02, Buffer.from([1]), randomBytes(8)),
    ecdsaWithSha256,
    nameOf(options.issuer),
    sequence(time(options.validFrom ?? now - day), time(options.validTo ?? now + 10 * day)),
    nameOf(options.subject),
    options.publicKey.export({ type: 'spki', format: 'der' }),
    value(0xa3, sequence(...extensions(options))),
  );
  const signature = sign('sha256', content, options.signedWith);
  return sequence(content, ecdsaWithSha256, value(0x03, Buffer.from([0]), signature));
}

/** PEM of a DER value. */
export function pemOf(der: Uint8Array): string {
  const lines = Buffer.from(der)
    .toString('base64')
    .match(/.{1,64}/g);
  return `-----BEGIN CERTIFICATE-----\n${(lines ?? []).join('\n')}\n-----END CERTIFICATE-----\n`;
}

function extensions({ dnsNames = [], addresses = [], authority = false }: CertificateOptions): Buffer[] {
  const names = [
    ...dnsNames.map((name) => value(0x82, Buffer.from(name))),
    ...addresses.map((address) => value(0x87, Buffer.from(address.split('.').map(Number)))),
  ];
  const yes = value(0x01, Buffer.from([0xff]));
  return [
    ...(authority ? [sequence(objectId('551d13'), yes, value(0x04, sequence(yes)))] : []),
    ...(names.length > 0 ? [sequence(objectId('551d11'), value(0x04, sequence(...names)))] : []),
  ];
}

function nameOf(commonName: string): Buffer {
  return sequence(value(0x31, sequence(objectId('550403'), value(0x0c, Buffer.from(commonName)))));
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

/** The identifier's content octets in hex. */
function objectId(hex: string): Buffer {
  return value(0x06, Buffer.from(hex, 'hex'));
}

/** UTCTime to the second. */
function time(milliseconds: number): Buffer {
  const text = new Date(milliseconds).toISOString().replace(/[-:T]/g, '').slice(2, 14);
  return value(0x17, Buffer.from(`${text}Z`));
}
