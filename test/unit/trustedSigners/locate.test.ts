// Where a rule's problem stands in the text of settings.json.
import assert from 'node:assert/strict';
import { locateInSettings } from '../../../src/engine/trustedSigners/locate.ts';

const text = `{
  // who signs
  "countersign.trustedSigners": [
    { "images": "ghcr.io/acme/**", "keys": ["a.pub", "b.pub",] },
  ],
}`;

function at(path: readonly (string | number)[]): string | undefined {
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
  it('is nowhere for a setting that is not there', () => {
    assert.equal(at(['countersign.registries', 0]), undefined);
  });
  it('is found in text that breaks off', () => {
    const range = locateInSettings('{"a": [1, {"b": 2', ['a', 1, 'b']);
    assert.deepEqual(range, { offset: 16, length: 1 });
  });
});
