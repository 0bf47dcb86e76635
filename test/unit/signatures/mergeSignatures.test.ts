// Healing a lost update: what was seen and is gone comes back.
import assert from 'node:assert/strict';
import { mergeSignatures } from '../../../src/engine/signatures/signatureImage.ts';
import {
  annotation,
  configOf,
  foreign,
  foreignLayer,
  imageOf,
  namesIn,
  place,
  problemOf,
  read,
} from './sampleImages.ts';

describe('merging what was seen and is gone', () => {
  it('puts it behind what is there now', () => {
    const built = mergeSignatures(imageOf('a', 'x'), imageOf('a', 'b', 'c').manifest.layers, place);
    assert.ok(built);
    assert.deepEqual(namesIn(read(built)), ['a', 'x', 'b', 'c']);
    assert.deepEqual(built.payloads, []);
    assert.equal(configOf(built).rootfs.diff_ids.length, 4);
  });

  it('has nothing to do where nothing is missing, in whatever order', () => {
    assert.equal(mergeSignatures(imageOf('a', 'b'), imageOf('b', 'a').manifest.layers, place), undefined);
    assert.equal(mergeSignatures(imageOf('a'), [], place), undefined);
  });

  it('knows a layer again that another writer spelt anew', () => {
    const spelt = foreign([foreignLayer(`,"annotations":{"b":"2","${annotation}":"YQ\\u003d=","a":"<"}`)]);
    const anew = foreign([foreignLayer(`,"annotations":{"a":"\\u003c","b":"2","${annotation}":"YQ=="}`)]);
    assert.equal(mergeSignatures(spelt, anew.manifest.layers, place), undefined);
  });

  it('tells layers apart by payload, by annotations and by media type', () => {
    const base = foreignLayer(`,"annotations":{"${annotation}":"YQ=="}`);
    for (const other of [
      base.replace('YQ==', 'Yg=='),
      base.replace('dddd', 'eeee'),
      base.replace('simplesigning', 'other'),
      base.replace('"YQ=="', '"YQ==","x":""'),
    ]) {
      const built = mergeSignatures(foreign([base]), foreign([other]).manifest.layers, place);
      assert.equal(built?.layers.length, 2, other);
      assert.equal(built.layers[1]?.source, other);
    }
  });

  it('wants a layer twice that was seen twice', () => {
    const built = mergeSignatures(imageOf('a'), imageOf('a', 'a').manifest.layers, place);
    assert.deepEqual(built && namesIn(read(built)), ['a', 'a']);
  });

  it('stops at 1,000 layers too [S35]', () => {
    const many = foreign(Array.from({ length: 1000 }, () => foreignLayer('')));
    assert.deepEqual(
      problemOf(() => mergeSignatures(many, imageOf('a').manifest.layers, place)),
      { code: 'too-many-signatures', place, count: 1001, limit: 1000, writing: true },
    );
  });
});
