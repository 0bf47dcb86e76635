// Breaks DER along its structure: values changed, left out, doubled, moved, with other tags, and lengths written in
// other forms, all the lengths around them set right again so that the parser gets as far as the change.
import type { Random } from './random.ts';
import { mutateBytes } from './mutateText.ts';

interface Value {
  readonly tag: number;
  readonly content: Uint8Array | readonly Value[];
}

export type DerSeed = readonly Value[];

/** Reads a seed, into constructed values and into octet and bit strings that hold DER themselves. */
export function derSeed(bytes: Uint8Array): DerSeed {
  return readValues(bytes) ?? [{ tag: 0x04, content: bytes }];
}

/** One to three changes to the tree; one input in six is broken as bytes too. */
export function mutateDer(random: Random, seed: DerSeed): Uint8Array {
  let values = seed;
  for (let left = 1 + random.below(3); left > 0; left -= 1) values = changeList(random, values);
  const bytes = Uint8Array.from(values.flatMap((value) => write(random, value)));
  return random.oneIn(6) ? mutateBytes(random, bytes) : bytes;
}

function changeList(random: Random, list: readonly Value[]): readonly Value[] {
  const at = random.below(list.length);
  const value = list[at];
  if (value === undefined) return list;
  switch (random.below(10)) {
    case 0:
      return list.toSpliced(at, 1);
    case 1:
      return list.toSpliced(at, 0, value);
    case 2:
      return [...list.toSpliced(at, 1), value];
    default:
      return list.with(at, changeValue(random, value));
  }
}

const tags = [0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0c, 0x1f, 0x30, 0x31, 0x80, 0xa0, 0xa1];

function changeValue(random: Random, { tag, content }: Value): Value {
  if (random.oneIn(8)) return { tag: random.pick(tags), content };
  if (!(content instanceof Uint8Array)) return { tag, content: changeList(random, content) };
  if (random.oneIn(4)) return { tag, content: Uint8Array.from([random.pick([0, 0x80]), ...content]) };
  return { tag, content: mutateBytes(random, content) };
}

function readValues(bytes: Uint8Array): readonly Value[] | undefined {
  const values: Value[] = [];
  for (let at = 0; at < bytes.length;) {
    const tag = bytes[at] ?? 0;
    let length = bytes[at + 1] ?? 0;
    let start = at + 2;
    if (length > 0x80) {
      const count = length - 0x80;
      length = bytes.subarray(start, start + count).reduce((sum, byte) => sum * 256 + byte, 0);
      start += count;
    }
    if (start + length > bytes.length) return undefined;
    values.push({ tag, content: readContent(tag, bytes.subarray(start, start + length)) });
    at = start + length;
  }
  return values;
}

function readContent(tag: number, content: Uint8Array): Value['content'] {
  if ((tag & 0x20) !== 0) return readValues(content) ?? content;
  return tag === 0x04 && content[0] === 0x30 ? (readValues(content) ?? content) : content;
}

function write(random: Random, { tag, content }: Value): number[] {
  const inner =
    content instanceof Uint8Array ? [...content] : content.flatMap((value) => write(random, value));
  return [tag, ...lengthOf(inner.length, random.oneIn(60)), ...inner];
}

/** `loose`: longer than it needs to be, which BER allows and DER does not. */
function lengthOf(length: number, loose: boolean): number[] {
  if (length < 0x80 && !loose) return [length];
  const digits = length.toString(16);
  const bytes = [...Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex')];
  return loose ? [0x81 + bytes.length, 0, ...bytes] : [0x80 + bytes.length, ...bytes];
}
