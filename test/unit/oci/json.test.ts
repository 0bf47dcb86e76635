// The reader that keeps duplicates, order and source text.
import assert from 'node:assert/strict';
import { foldName, membersNamed, readJson, repeatedNames } from '../../../src/engine/oci/json.ts';
import type { JsonNode, JsonObject } from '../../../src/engine/oci/json.ts';

function read(text: string | Uint8Array): JsonNode {
  const reading = readJson(typeof text === 'string' ? new TextEncoder().encode(text) : text);
  assert.ok('root' in reading, JSON.stringify(reading));
  return reading.root;
}

function readObject(text: string): JsonObject {
  const root = read(text);
  assert.equal(root.type, 'object');
  return root;
}

function problem(bytes: Uint8Array | string): string {
  const reading = readJson(typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes);
  return 'problem' in reading ? reading.problem : 'none';
}

/** What JSON.parse would have made of the tree. */
function valueOf(node: JsonNode): unknown {
  if (node.type === 'object') {
    return Object.fromEntries(node.members.map(({ name, value }) => [name, valueOf(value)]));
  }
  if (node.type === 'array') return node.items.map(valueOf);
  return node.type === 'string' ? node.value : JSON.parse(node.source);
}

describe('reading JSON with its source', () => {
  it('keeps members in source order, twice where they stand twice', () => {
    const root = readObject('{"10":1,"9":2,"10":3,"__proto__":4}');
    assert.deepEqual(
      root.members.map(({ name }) => name),
      ['10', '9', '10', '__proto__'],
    );
    assert.deepEqual(
      membersNamed(root, '10').map((node) => node.source),
      ['1', '3'],
    );
    assert.deepEqual(
      repeatedNames(root, (name) => name),
      ['10'],
    );
  });

  it('keeps the exact text of every value: numbers over 2^53, escapes, white space [N6]', () => {
    const source = '{ "n" : 12345678901234567890 , "u":"\\u0061\\/" }';
    const list = read(`[ ${source} ]`);
    const item = list.type === 'array' ? list.items[0] : undefined;
    assert.equal(item?.source, source);
    assert.deepEqual(membersNamed(item as JsonObject, 'u')[0], {
      type: 'string',
      value: 'a/',
      source: '"\\u0061\\/"',
    });
    assert.equal(membersNamed(item as JsonObject, 'n')[0]?.source, '12345678901234567890');
  });

  it('reads what JSON.parse reads', () => {
    const texts = [
      'null',
      ' [ ] ',
      '-0.5e+3',
      '"\\ud83d\\ude00 \\ud800 \\b\\f\\n\\r\\t\\"\\\\\\/"',
      '{"a":[{"b":null,"c":[true,false]},[],{}],"":"é\u2028😀"}',
      '"{[// /* ]}"',
    ];
    for (const text of texts) assert.deepEqual(valueOf(read(text)), JSON.parse(text), text);
  });

  const refused: readonly (readonly [title: string, bytes: Uint8Array | string, problem: string])[] = [
    ['bytes that are no UTF-8', Uint8Array.of(0x22, 0xff, 0x22), 'not-utf-8'],
    ['UTF-16', Buffer.from('{"a":1}', 'utf16le'), 'not-json'],
    ['UTF-16 with its mark', Buffer.from('\ufeff{"a":1}', 'utf16le'), 'not-utf-8'],
    ['a byte order mark', '\ufeff{}', 'not-json'],
    ['trailing bytes', '{} {}', 'not-json'],
    ['a trailing zero byte', '{}\0', 'not-json'],
    ['a comment', '{/**/}', 'not-json'],
    ['a trailing comma', '[1,]', 'not-json'],
    ['a control character in a string', '"\n"', 'not-json'],
    ['single quotes', "{'a':1}", 'not-json'],
    ['nothing at all', '', 'not-json'],
    ['nesting without end', '['.repeat(200_000), 'nested-too-deeply'],
    ['more values than any real document', `[${'0,'.repeat(250_000)}0]`, 'too-many-values'],
    ['65 levels', '['.repeat(65) + ']'.repeat(65), 'nested-too-deeply'],
  ];
  for (const [title, bytes, expected] of refused) {
    it(`refuses ${title} [N5]`, () => {
      assert.equal(problem(bytes), expected);
    });
  }

  it('counts no brackets in strings, and takes 64 levels', () => {
    assert.equal(problem(JSON.stringify('\\"' + '['.repeat(200))), 'none');
    assert.equal(problem('['.repeat(64) + ']'.repeat(64)), 'none');
  });

  it('folds names as Go does: case, long s and Kelvin sign, and nothing else [N5]', () => {
    assert.equal(foldName('DOC\u212aER-manife\u017ft'), 'docker-manifest');
    assert.notEqual(foldName('lay\u00e9rs'), 'layers');
    assert.notEqual(foldName('d\u0131gest'), 'digest');
  });
});
