// Names and manifests that a registry brings.
import type { Mutation } from '../mutations.ts';

const oci = 'src/engine/oci/';
const unit = 'test/unit/oci/';

export const ociMutations: readonly Mutation[] = [
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
