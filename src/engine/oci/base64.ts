// Base64 as Go reads it. Buffer.from would take anything and silently leave out what it does not know.

/**
 * Padded standard base64 (RFC 4648 §4), line breaks skipped, nothing else. Undefined for any other text; the empty text
 * gives no bytes. Bits left over in the last character are ignored, as by Go's StdEncoding.
 */
export function decodeBase64(text: string): Uint8Array | undefined {
  const packed = text.replace(/[\r\n]/g, '');
  if (packed.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(packed)) return undefined;
  // A copy of its own: small Buffers share a pool, and what a key file holds is zeroed after use.
  return Uint8Array.from(Buffer.from(packed, 'base64'));
}

/** Padded standard base64. */
export function encodeBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
