// The little of DER (X.690) that keys and ECDSA signatures are made of. Strict: lengths are definite and minimal.

export interface DerValue {
  readonly tag: number;
  readonly content: Uint8Array;
  /** The whole value: tag, length, content. */
  readonly encoded: Uint8Array;
}

export const derTag = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  sequence: 0x30,
  /** `[0]` and `[1]`, constructed. */
  context0: 0xa0,
  context1: 0xa1,
} as const;

/** The values that follow each other in these bytes, or undefined where they are no DER up to the last byte. */
export function readDerValues(bytes: Uint8Array): readonly DerValue[] | undefined {
  const values: DerValue[] = [];
  let at = 0;
  while (at < bytes.length) {
    const value = readAt(bytes, at);
    if (value === undefined) return undefined;
    values.push(value);
    at += value.encoded.length;
  }
  return values;
}

/** The members of a SEQUENCE that fills these bytes, or undefined. */
export function readDerSequence(bytes: Uint8Array): readonly DerValue[] | undefined {
  const [value, ...others] = readDerValues(bytes) ?? [];
  return value?.tag === derTag.sequence && others.length === 0 ? readDerValues(value.content) : undefined;
}

/** An object identifier in dots, e.g. `1.2.840.10045.2.1`. Undefined for another tag or a broken one. */
export function readObjectIdentifier(value: DerValue | undefined): string | undefined {
  if (value?.tag !== derTag.objectIdentifier || value.content.length === 0) return undefined;
  const numbers: number[] = [];
  let current = 0;
  for (const byte of value.content) {
    current = current * 128 + (byte & 0x7f);
    if (current > Number.MAX_SAFE_INTEGER / 128) return undefined;
    if (byte < 0x80) {
      numbers.push(current);
      current = 0;
    }
  }
  if ((value.content.at(-1) ?? 0) >= 0x80) return undefined;
  const [joined = 0, ...rest] = numbers;
  const first = Math.min(Math.floor(joined / 40), 2);
  return [first, joined - first * 40, ...rest].join('.');
}

/** The bytes of an INTEGER above zero, without the zero in front; undefined for zero, less, or a longer form. */
export function readPositiveInteger(value: DerValue | undefined): Uint8Array | undefined {
  if (value?.tag !== derTag.integer) return undefined;
  const [first = 0x80, second = 0] = value.content;
  if (first >= 0x80) return undefined;
  if (first > 0) return value.content;
  return value.content.length > 1 && second >= 0x80 ? value.content.subarray(1) : undefined;
}

/** One value around these parts, with the shortest length. */
export function writeDer(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return joinBytes(Uint8Array.from([tag, ...writeLength(length)]), ...parts);
}

/** An INTEGER above zero of these bytes, whatever zeros are in front of them. */
export function writePositiveInteger(bytes: Uint8Array): Uint8Array {
  const start = bytes.findIndex((byte) => byte > 0);
  const short = bytes.subarray(start);
  const sign = (short[0] ?? 0) >= 0x80 ? [0] : [];
  return writeDer(derTag.integer, Uint8Array.from(sign), short);
}

/** In memory of its own: the result of Buffer.concat may share its memory, and outlive the zeroing in copies. */
export function joinBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function writeLength(length: number): readonly number[] {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}

function readAt(bytes: Uint8Array, at: number): DerValue | undefined {
  const tag = bytes[at];
  const first = bytes[at + 1];
  // Tags above 30 take more bytes; nothing here has one.
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return undefined;
  let length = first;
  let start = at + 2;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0 || count > 3) return undefined;
    length = 0;
    for (let index = 0; index < count; index++) length = length * 256 + (bytes[start + index] ?? 0);
    start += count;
    if (length < 0x80 || length < 256 ** (count - 1)) return undefined;
  }
  const end = start + length;
  if (end > bytes.length) return undefined;
  return { tag, content: bytes.subarray(start, end), encoded: bytes.subarray(at, end) };
}
