// Where a rule's problem stands in the text of settings.json.
import assert from 'node:assert/strict';
import { locateInSettings } from '../../../src/engine/trustedSigners/locate.ts';

const text = `{
  // who signs
  "countersign.trustedSigners": [
    { "images": "ghcr.io/acme/**", "keys": ["a.pub", "b.pub",] },
  ],
}`;

function at(path: Parameters<typeof locateInSettings>[1]): string | undefined {
  const range = locateInSettings(text, path);
  return range === undefined ? undefined : text.slice(range.offset, range.offset + range.length);
}

describe('place of a value in settings.json', () => {
  it('is the value itself, comments and trailing commas around it', () => {
    assert.equal(at(['countersign.trustedSigners', 0, 'keys', 1]), '"b.pub"');
  });
  it('is the nearest value above where the field is missing', () => {
    assert.equal(at(['countersign.trustedSigners', 0, 'keys', 7]), '["a.pub", "b.pub",]');
  });
  it('of an unknown field is found by its number, whatever it is called [N1]', () => {
    const rules = '{"r": [{"x": 1, "images": "a", "y": 2, "keys": [], "z": 3}]}';
    const values = [0, 1, 2, 3].map((unknownField) => {
      const { offset = 0, length = 0 } = locateInSettings(rules, ['r', 0, { unknownField }]) ?? {};
      return rules.slice(offset, offset + length);
    });
    assert.deepEqual(values.slice(0, 3), ['1', '2', '3']);
    assert.match(values[3] ?? '', /^\{"x"/, 'where there is none, the rule itself');
  });
  it('is nowhere for a setting that is not there', () => {
    assert.equal(at(['countersign.registries', 0]), undefined);
  });
  it('is found in text that breaks off', () => {
    const range = locateInSettings('{"a": [1, {"b": 2', ['a', 1, 'b']);
    assert.deepEqual(range, { offset: 16, length: 1 });
  });
});
