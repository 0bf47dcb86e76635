// Every code of a saved image that cannot be read has words of its own (V11). A new code does not compile until it stands
// here.
import assert from 'node:assert/strict';
import type { LayoutProblem } from '../../../../src/engine/problems.ts';
import '../../../support/plainVscode.ts';

const { layoutProblem } = await import('../../../../src/host/ui/layoutErrorWords.ts');

const layouts: Readonly<Record<LayoutProblem, true>> = {
  ...{ 'not-utf-8': true, 'not-json': true, 'nested-too-deeply': true, 'too-many-values': true },
  ...{ 'not-an-object': true },
  ...{ 'name-twice': true, 'name-in-two-cases': true, 'wrong-type': true, 'bad-descriptor': true },
  ...{ 'unknown-schema-version': true, 'unknown-media-type': true, 'other-content-type': true },
  ...{ 'neither-layers-nor-manifests': true, 'both-layers-and-manifests': true },
  ...{ 'no-layout-file': true, 'other-version': true, 'no-index': true, 'not-an-index': true },
  ...{ 'two-for-one-name': true, 'no-image': true, 'no-such-image': true, 'too-many-entries': true },
  ...{ 'too-many-blobs': true, 'too-costly': true, 'blob-missing': true, 'blob-of-other-bytes': true },
  ...{ 'blob-of-other-size': true, 'blob-too-large': true },
};

describe('the words of what is wrong with a saved image', () => {
  it('are there for every code, and each code has its own [V11]', () => {
    const codes = Object.keys(layouts) as LayoutProblem[];
    const words = codes.map(layoutProblem);
    for (const text of words) assert.match(text, /\S/);
    assert.equal(new Set(words).size, codes.length);
  });
});
