// PEM blocks (RFC 7468) out of text that people and tools wrote: CRLF, white space and words around them are fine.
import { decodeBase64, encodeBase64 } from '../oci/base64.ts';

export interface PemBlock {
  /** What stands behind BEGIN, e.g. `PUBLIC KEY`. */
  readonly label: string;
  /** Undefined where the body is no base64, or has headers (RFC 1421: an old encrypted key). */
  readonly bytes: Uint8Array | undefined;
  readonly hasHeaders: boolean;
}

/** Longest text that is looked at: no key is anywhere near it. */
export const maxKeyText = 64 * 1024;

/** The complete blocks of the text, in order. Linear in its length. A block that is cut off is left out. */
export function readPemBlocks(text: string): readonly PemBlock[] {
  const blocks: PemBlock[] = [];
  let label: string | undefined;
  let body: string[] = [];
  for (const line of text.split(/\r\n|\n|\r/)) {
    const trimmed = line.trim();
    const begin = /^-----BEGIN ([A-Z0-9 ]{1,64})-----$/.exec(trimmed)?.[1];
    if (begin !== undefined) {
      label = begin;
      body = [];
    } else if (label !== undefined && trimmed === `-----END ${label}-----`) {
      blocks.push(toBlock(label, body));
      label = undefined;
    } else if (label !== undefined) body.push(trimmed);
  }
  return blocks;
}

/**
 * True for bytes that were read as text and look like DER, which PKCS#12 is as well: a SEQUENCE, of whose head some bytes
 * are no text (ITU-T X.690 §8.1).
 */
export function looksLikeDer(text: string): boolean {
  return text.startsWith('0') && Array.from(text.slice(1, 8)).some(isNoText);
}

function isNoText(character: string): boolean {
  return character === '\ufffd' || (character < ' ' && !'\t\n\r\f'.includes(character));
}

/** One block with lines of 64 characters and a newline at its end, as Go's encoding/pem writes it. */
export function writePem(label: string, bytes: Uint8Array): string {
  const lines = encodeBase64(bytes).match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

function toBlock(label: string, body: readonly string[]): PemBlock {
  const hasHeaders = body.some((line) => line.includes(':'));
  const packed = body.join('').replace(/\s/g, '');
  const bytes = hasHeaders || packed === '' ? undefined : decodeBase64(packed);
  return { label, bytes, hasHeaders };
}
