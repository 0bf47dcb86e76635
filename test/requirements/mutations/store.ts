// What writing a tag checks before it merges, takes a lock or writes something back.
import type { Mutation } from '../mutations.ts';

const store = 'src/engine/store/';
const repair = 'src/engine/verbs/planRepair.ts';

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
    id: 'S34',
    file: `${store}laterLooks.ts`,
    find: '!(before.isEarly && isMineGone)',
    replace: 'isMineGone',
    suite: 'test/registry/laterLooks.test.ts',
    test: 'writes its own again where a slower writer’s list looks like a removal',
  },
  {
    id: 'V7',
    file: `${store}tagLock.ts`,
    find: "if (await storage.create('locks', name, mine))",
    replace: "if (name !== '')",
    suite: 'test/unit/store/tagLock.test.ts',
    test: 'is had by one window at a time',
  },
  {
    id: 'S34',
    file: repair,
    find: 'return verifySignature(publicKey, payload, signature);',
    replace: 'return true;',
    suite: 'test/registry/repair.test.ts',
    test: 'does not take another’s signature for an own one',
  },
  {
    id: 'N7',
    file: repair,
    find: 'claims.digest === digest',
    replace: "digest !== ''",
    suite: 'test/registry/repair.test.ts',
    test: 'does not put a signature under the tag of another image',
  },
  {
    id: 'S34',
    file: repair,
    find: 'if (credentialMark(credential) !== entry.credential) {',
    replace: 'if (credential.kind === undefined) {',
    suite: 'test/registry/repair.test.ts',
    test: 'does not write with another credential',
  },
  {
    id: 'S34',
    file: repair,
    find: 'await getManifest(session, parseRepository(image), digest, signal);',
    replace: '',
    suite: 'test/registry/repair.test.ts',
    test: 'signs nothing that is not there any more',
  },
  {
    id: 'S34',
    file: repair,
    find: 'if (key === undefined) return',
    replace: "if (key?.label === '') return",
    suite: 'test/registry/repair.test.ts',
    test: 'does nothing with what no own key made',
  },
  {
    id: 'N7',
    file: 'src/engine/verbs/runRepair.ts',
    find: ' || entry.mark !== item.mark',
    replace: '',
    suite: 'test/registry/repair.test.ts',
    test: 'stops at an entry that is another than the one that was confirmed',
  },
  {
    id: 'N7',
    file: `${store}journal.ts`,
    find: "if (record['version'] !== version) return { id, problem: 'other-version' };",
    replace: '',
    suite: 'test/registry/journal.test.ts',
    test: 'uses nothing that is no entry',
  },
];
