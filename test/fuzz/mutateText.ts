// Breaks text and bytes: pieces are cut, doubled, moved and replaced, mostly by words that mean something to the parser.
import type { Random } from './random.ts';

/** What upsets parsers of any kind: other alphabets, foldings, controls, halves of characters, very long pieces. */
const nasty: readonly string[] = [
  ...[
    '',
    ' ',
    '\t',
    '\n',
    '\r\n',
    '\0',
    '\u001b[31m',
    '"',
    "'",
    '\\',
    '%',
    '%2e%2e%2f',
    '..',
    '/',
    '//',
    ':',
    '@',
  ],
  ...[
    '\u212a',
    '\u017f',
    '\u0130',
    '\u00e9',
    '\uff0e',
    '\uff5e',
    '\u{1f600}',
    '\ud800',
    '\udc00',
    '\u202e',
    '\ufeff',
  ],
  ...[
    '-1',
    '0',
    '00',
    '1e999',
    '9007199254740993',
    '0x7f',
    'null',
    'true',
    '__proto__',
    'constructor',
    'toString',
  ],
  ...['a'.repeat(300), '['.repeat(100), '{"a":'.repeat(80), ','.repeat(500)],
];

/** One to four changes to the text. `words` are the parser's own: separators, keywords, good values. */
export function mutateText(random: Random, text: string, words: readonly string[]): string {
  let changed = text;
  for (let left = 1 + random.below(4); left > 0; left -= 1) changed = changeText(random, changed, words);
  return changed;
}

function changeText(random: Random, text: string, words: readonly string[]): string {
  const start = random.below(text.length + 1);
  const end = Math.min(text.length, start + random.below(random.oneIn(4) ? 40 : 4));
  const piece = text.slice(start, end);
  switch (random.below(7)) {
    case 0:
      return text.slice(0, start) + text.slice(end);
    case 1:
      return text.slice(0, end) + piece.repeat(1 + random.below(3)) + text.slice(end);
    case 2: {
      const rest = text.slice(0, start) + text.slice(end);
      const target = random.below(rest.length + 1);
      return rest.slice(0, target) + piece + rest.slice(target);
    }
    case 3:
      return (
        text.slice(0, start) +
        String.fromCharCode(random.below(random.oneIn(3) ? 65_536 : 128)) +
        text.slice(end)
      );
    case 4:
      return text.slice(0, start) + random.pick(nasty) + text.slice(end);
    case 5:
      return (
        text.slice(0, start) + (random.oneIn(2) ? piece.toUpperCase() : piece.toLowerCase()) + text.slice(end)
      );
    default:
      return text.slice(0, start) + random.pick(words) + text.slice(end);
  }
}

/** One to four changes to the bytes: bits, single bytes, pieces left out, doubled, moved. The input stays as it is. */
export function mutateBytes(random: Random, bytes: Uint8Array): Uint8Array {
  let changed = Uint8Array.from(bytes);
  for (let left = 1 + random.below(4); left > 0; left -= 1) changed = changeBytes(random, changed);
  return changed;
}

function changeBytes(random: Random, bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const start = random.below(bytes.length);
  const end = Math.min(bytes.length, start + 1 + random.below(8));
  switch (random.below(5)) {
    case 0:
      bytes[start] = (bytes[start] ?? 0) ^ (1 << random.below(8));
      return bytes;
    case 1:
      bytes[start] = random.pick([0, 1, 0x7f, 0x80, 0xff, random.below(256)]);
      return bytes;
    case 2:
      return Uint8Array.from([...bytes.subarray(0, start), ...bytes.subarray(end)]);
    case 3:
      return Uint8Array.from([
        ...bytes.subarray(0, end),
        ...bytes.subarray(start, end),
        ...bytes.subarray(end),
      ]);
    default:
      return bytes.slice(0, start);
  }
}
