// Names and manifests that a registry brings.
import type { Mutation } from '../mutations.ts';

const oci = 'src/engine/oci/';
const unit = 'test/unit/oci/';

export const ociMutations: readonly Mutation[] = [
  {
    id: 'N5',
    file: 'src/engine/signatures/payload.ts',
    find: 'if (found.length > 1) {',
    replace: 'if (found.length > 9) {',
    suite: 'test/unit/signatures/payload.test.ts',
    test: 'refuses Image beside image',
  },
  {
    id: 'N5',
    file: `${oci}goJson.ts`,
    find: 'sorted.sort((a, b) => Buffer.compare(a.key, b.key));',
    replace: '',
    suite: 'test/unit/oci/goJson.test.ts',
    test: 'sorts the names of a map by their UTF-8 bytes',
  },
  {
    id: 'N6',
    file: 'src/engine/signatures/signatureImage.ts',
    find: 'layers.map((layer) => ({ source: layer.source }))',
    replace: 'layers.map((layer) => ({ source: JSON.stringify(JSON.parse(layer.source)) }))',
    suite: 'test/unit/signatures/signatureImage.test.ts',
    test: 'keeps old descriptors as the same bytes',
  },
  {
    id: 'S4',
    file: `${oci}reference.ts`,
    find: 'return findPathProblem(path) === undefined;',
    replace: 'return true;',
    suite: `${unit}repository.test.ts`,
    test: 'are held to the grammar of paths and tags',
  },
  {
    id: 'S4',
    file: `${oci}reference.ts`,
    find: 'return findTagProblem(tag) === undefined;',
    replace: 'return true;',
    suite: `${unit}repository.test.ts`,
    test: 'are held to the grammar of paths and tags',
  },
  {
    id: 'S31',
    file: `${oci}manifest.ts`,
    find: ' && stated !== claimed',
    replace: ' && false',
    suite: `${unit}manifest.test.ts`,
    test: 'with a Content-Type that is not the body’s media type',
  },
  {
    id: 'S31',
    file: `${oci}manifest.ts`,
    find: 'repeatedNames(object, (name) => name).length > 0',
    replace: 'false',
    suite: `${unit}manifest.test.ts`,
    test: 'with layers twice',
  },
];
