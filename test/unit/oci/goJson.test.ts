// The writer of Go's JSON. Expected texts are what Go's encoding/json prints; byte equality with real cosign is in
// test/unit/signatures/golden.test.ts.
import assert from 'node:assert/strict';
import { encodeGoJson, goMap, goStruct, writeGoJson } from '../../../src/engine/oci/goJson.ts';

describe('Go JSON', () => {
  const strings: readonly (readonly [title: string, text: string, written: string])[] = [
    ['HTML characters', '<a href="x">&', '"\\u003ca href=\\"x\\"\\u003e\\u0026"'],
    ['line and paragraph separators', 'a\u2028b\u2029c', '"a\\u2028b\\u2029c"'],
    ['control characters with a short form', '\b\f\n\r\t', '"\\b\\f\\n\\r\\t"'],
    ['control characters without one', '\u0000\u0001\u000b\u001f', '"\\u0000\\u0001\\u000b\\u001f"'],
    ['nothing of DEL, slash, plus and equals', '\u007f/+=', '"\u007f/+="'],
    ['quotes and backslashes', '"\\', '"\\"\\\\"'],
    ['nothing of other characters, inside and outside the first plane', 'é～😀', '"é～😀"'],
    ['half a surrogate pair as Go does invalid UTF-8', 'a\ud800b\udc00', '"a\\ufffdb\\ufffd"'],
    ['nothing of a replacement character that was meant', '\ufffd', '"\ufffd"'],
  ];
  for (const [title, text, written] of strings) {
    it(`escapes ${title}`, () => {
      assert.equal(writeGoJson(text), written);
      assert.equal(writeGoJson({ members: [[text, 1]] }), `{${written}:1}`);
    });
  }

  it('sorts the names of a map by their UTF-8 bytes: digits as text, an emoji behind U+FF5E [N5]', () => {
    const map = goMap([
      ['😀', 1],
      ['～', 2],
      ['9', 3],
      ['10', 4],
      ['__proto__', 5],
      ['B', 6],
      ['a', 7],
      ['', 8],
    ]);
    assert.equal(writeGoJson(map), '{"":8,"10":4,"9":3,"B":6,"__proto__":5,"a":7,"～":2,"😀":1}');
  });

  it('keeps the order of a struct and leaves out what is undefined', () => {
    const struct = goStruct([
      ['10', null],
      ['9', undefined],
      ['2', [true, false, 0, -1]],
      ['1', goStruct([])],
    ]);
    assert.equal(writeGoJson(struct), '{"10":null,"2":[true,false,0,-1],"1":{}}');
  });

  it('writes source text as it stands', () => {
    assert.equal(
      writeGoJson([{ source: '{ "n": 12345678901234567890 }' }]),
      '[{ "n": 12345678901234567890 }]',
    );
  });

  it('refuses numbers whose form in Go could differ', () => {
    for (const number of [0.5, 2 ** 53, Number.NaN, Infinity]) {
      assert.throws(() => writeGoJson(number), RangeError);
    }
  });

  it('encodes as UTF-8 without a newline', () => {
    assert.deepEqual([...encodeGoJson('é')], [0x22, 0xc3, 0xa9, 0x22]);
  });
});
