// What a hostile registry may get out of a copy, and what a copy must not take for granted.
import type { Mutation } from '../mutations.ts';

const registry = 'src/engine/registry/';
const verbs = 'src/engine/verbs/';
const blobs = 'test/unit/registry/putBlob.test.ts';
const doubt = 'test/registry/copyDoubt.test.ts';
const keeps = 'test/registry/copyKeeps.test.ts';
const fallback = 'test/registry/mergeFallback.test.ts';

export const copyMutations: readonly Mutation[] = [
  {
    id: 'S20',
    file: `${registry}blobs.ts`,
    find: '(length === null || length === String(size)) && ',
    replace: '',
    suite: blobs,
    test: 'the proof is another length',
  },
  {
    id: 'S20',
    file: `${registry}blobs.ts`,
    find: ' && (named === null || named === digest)',
    replace: '',
    suite: blobs,
    test: 'the proof is another digest',
  },
  {
    id: 'S20',
    file: `${registry}putBlob.ts`,
    find: 'if (await blobExists(session, to, blob, signal)) return',
    replace: 'if (blob.size >= 0) return',
    suite: keeps,
    test: 'proves each blob at the target',
  },
  {
    id: 'S30',
    file: 'src/engine/store/mergeIntoTag.ts',
    find: 'if (there === undefined && expected !== undefined)',
    replace: "if (there === undefined && place === '')",
    suite: keeps,
    test: 'starts no new list where the one that the plan showed is gone',
  },
  {
    id: 'S30',
    file: 'src/engine/store/mergeFallback.ts',
    find: 'if (current === undefined && missingEntries(wanted, written).length > 0)',
    replace: "if (current === undefined && place === '')",
    suite: fallback,
    test: 'is not made up from what was seen of it where it is gone',
  },
  {
    id: 'S34',
    file: 'src/engine/store/mergeFallback.ts',
    find: 'return isRace ?',
    replace: 'return isRace || written.length > 0 ?',
    suite: fallback,
    test: 'does without what somebody removed meanwhile',
  },
  {
    id: 'S35',
    file: 'src/engine/store/mergeFallback.ts',
    find: 'if (count > mostEntries)',
    replace: 'if (count < 0)',
    suite: fallback,
    test: 'never holds more than a thousand entries or 4 MiB',
  },
  {
    id: 'S35',
    file: 'src/engine/store/mergeFallback.ts',
    find: 'if (bytes.length > mostBytes)',
    replace: 'if (bytes.length < 0)',
    suite: fallback,
    test: 'never holds more than a thousand entries or 4 MiB',
  },
  {
    id: 'S39',
    file: `${registry}blobs.ts`,
    find: "const actual: Digest = `sha256:${hash.digest('hex')}`;",
    replace: 'const actual: Digest = digest;',
    suite: blobs,
    test: 'is never finished with other bytes',
  },
  {
    id: 'S39',
    file: `${verbs}manifestTree.ts`,
    find: "if (depth >= mostDepth) throw notAnImage(asked, 'nested-too-deeply');",
    replace: '',
    suite: doubt,
    test: 'nests too deeply',
  },
  {
    id: 'S39',
    file: `${verbs}manifestTree.ts`,
    find: 'if (tree !== undefined) return tree;',
    replace: '',
    suite: doubt,
    test: 'names the same child a thousand times',
  },
  {
    id: 'S17',
    file: `${verbs}gatherImage.ts`,
    find: 'if (await mayRead(session, repository, signal)) continue;',
    replace: 'if (repository.path !== undefined) continue;',
    suite: doubt,
    test: 'a signature repository that nobody may look into',
  },
];
