// Lists of layers held against each other.
import assert from 'node:assert/strict';
import { readDescriptorText, type DescriptorEntry } from '../../../src/engine/oci/descriptorReader.ts';
import { missingLayers } from '../../../src/engine/signatures/sameLayers.ts';

function layer(number: number, size = 2, spaces = ''): DescriptorEntry {
  const digest = `sha256:${number.toString(16).padStart(64, '0')}`;
  const entry = readDescriptorText(
    `{"mediaType":"a/b",${spaces}"size":${String(size)},"digest":"${digest}"}`,
  );
  assert.ok(entry !== undefined);
  return entry;
}

describe('layers held against others', () => {
  it('are the same whoever wrote the text, and not with another size', () => {
    assert.deepEqual(missingLayers([layer(1)], [layer(1, 2, ' ')]), []);
    assert.deepEqual(missingLayers([layer(1)], [layer(1, 3)]), [layer(1, 3)]);
  });

  it('are missing as often as they are wanted and not there', () => {
    const [one, two] = [layer(1), layer(2)];
    assert.deepEqual(missingLayers([one, two, one], [one, one, one, two, two]), [one, two]);
    assert.deepEqual(missingLayers([], []), []);
  });
});
