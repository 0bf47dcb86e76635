// What writing a tag checks before it merges, takes a lock or writes something back.
import type { Mutation } from '../mutations.ts';

const store = 'src/engine/store/';

export const storeMutations: readonly Mutation[] = [
  {
    id: 'S34',
    file: `${store}keepAll.ts`,
    find: 'known = await stillWanted(session.world, place, known, there);',
    replace: '',
    suite: 'test/registry/tombstones.test.ts',
    test: 'behind a write is not merged back',
  },
  {
    id: 'S34',
    file: `${store}laterLooks.ts`,
    find: 'await stillWanted(session.world, nameOfTag(repository, tag), knownBefore, there)',
    replace: 'knownBefore',
    suite: 'test/registry/tombstones.test.ts',
    test: 'before a later look is left alone there',
  },
  {
    id: 'N7',
    file: `${store}addSignature.ts`,
    find: 'await withoutBuried(world, place, overwrittenSince(addition.expected, fresh))',
    replace: 'overwrittenSince(addition.expected, fresh)',
    suite: 'test/registry/tombstones.test.ts',
    test: 'between plan and run is not taken for a race',
  },
  {
    id: 'V7',
    file: `${store}tagLock.ts`,
    find: "if (await storage.create('locks', name, mine))",
    replace: "if (name !== '')",
    suite: 'test/unit/store/tagLock.test.ts',
    test: 'is had by one window at a time',
  },
];
