// Writes DER for forged keys and signatures, independently of the engine's own writer.

export function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const head =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...head), content]);
}

export function sequence(...parts: readonly Uint8Array[]): Buffer {
  return der(0x30, ...parts);
}

/** The INTEGER of these big-endian bytes, in its shortest form. */
export function integer(bytes: Uint8Array): Buffer {
  const start = bytes.findIndex((byte) => byte > 0);
  const short = Buffer.from(start < 0 ? [0] : bytes.subarray(start));
  return der(2, (short[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), short]) : short);
}

export function hex(text: string): Buffer {
  return Buffer.from(text, 'hex');
}
