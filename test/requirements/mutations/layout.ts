// What a hostile folder may get out of being read as a saved image.
import type { Mutation } from '../mutations.ts';

const layout = 'src/engine/layout/';
const folders = 'src/host/worldFolders.ts';
const index = 'test/forged/folder/hostileLayouts.test.ts';
const blobs = 'test/forged/folder/hostileBlobs.test.ts';
const costly = 'test/forged/folder/costlyFolders.test.ts';
const names = 'test/unit/host/worldFolders.test.ts';
const verify = 'test/registry/verifySaved.test.ts';
const partsSuite = 'test/registry/savedParts.test.ts';

export const layoutMutations: readonly Mutation[] = [
  {
    id: 'S39',
    file: folders,
    find: '/^sha256:([0-9a-f]{64})$/',
    replace: '/^sha256:(.*)$/',
    suite: names,
    test: 'a name that is no digest is no path',
  },
  {
    id: 'S39',
    file: folders,
    find: "if (real !== path) throw new EngineError('file-not-readable', { path, reason: { code: 'symbolic-link' } });",
    replace: '',
    suite: index,
    test: 'is left by no symbolic link',
  },
  {
    id: 'S39',
    file: folders,
    find: 'await assertFree(folder);\n  await writing',
    replace: 'await writing',
    suite: names,
    test: 'is not begun where anything has its name',
  },
  {
    id: 'S39',
    file: `${layout}readLayout.ts`,
    find: "if (digestOf(bytes) !== digest) throw badLayout(folder, 'blob-of-other-bytes', digest);",
    replace: '',
    suite: index,
    test: 'is not verified with a manifest that was changed',
  },
  {
    id: 'S39',
    file: `${layout}readLayout.ts`,
    find: "if (`sha256:${hash.digest('hex')}` !== digest) throw badLayout(folder, 'blob-of-other-bytes', digest);",
    replace: '',
    suite: blobs,
    test: 'brings no blob into a registry',
  },
  {
    id: 'S39',
    file: `${layout}readLayout.ts`,
    find: "if (size > limit) throw badLayout(folder, 'blob-too-large', digest);",
    replace: '',
    suite: index,
    test: 'grew beyond all reason',
  },
  {
    id: 'S39',
    file: `${layout}readLayout.ts`,
    find: "if (index.manifests.length > mostEntries) throw badLayout(folder, 'too-many-entries');",
    replace: '',
    suite: index,
    test: 'lists more than anybody saves',
  },
  {
    id: 'S39',
    file: `${layout}savedImages.ts`,
    find: 'if (parseAttachedTag(tag) !== undefined)',
    replace: 'if (tag === "")',
    suite: index,
    test: 'stands for two things',
  },
  {
    id: 'S39',
    file: `${layout}savedImages.ts`,
    find: 'return new Set(digests).size === 1 ? digests[0] : undefined;',
    replace: 'return digests[0];',
    suite: index,
    test: 'stands for two things',
  },
  {
    id: 'S39',
    file: `${layout}savedReferrers.ts`,
    find: "if (manifest.kind === 'refused') return maybeReferrer(digest, bytes);",
    replace: "if (manifest.kind === 'refused') return undefined;",
    suite: blobs,
    test: 'hides no signature in a manifest that only others would read',
  },
  {
    id: 'S39',
    file: `${layout}savedReferrers.ts`,
    find: "if (digestOf(bytes) !== digest) throw badLayout(folder, 'blob-of-other-bytes', digest);",
    replace: '',
    suite: blobs,
    test: 'hides no referrer that was changed',
  },
  {
    id: 'S39',
    file: 'src/engine/verbs/runLoad.ts',
    find: 'if (actual !== undefined && actual !== size)',
    replace: 'if (actual === undefined && size < 0)',
    suite: blobs,
    test: 'brings no blob into a registry',
  },
  {
    id: 'S39',
    file: 'src/engine/verbs/verify.ts',
    find: 'if (saved === undefined) return session;',
    replace: 'if (saved !== null) return session;',
    suite: verify,
    test: 'without asking anybody',
  },
  {
    id: 'S40',
    file: `${layout}layoutBudget.ts`,
    find: 'if (!isSpent && clock.monotonic() - start <= most.milliseconds) return;',
    replace: 'if (!isSpent || clock.monotonic() > start) return;',
    suite: costly,
    test: 'beyond what images take',
  },
  {
    id: 'S40',
    file: `${layout}savedImages.ts`,
    find: 'lookedAt.add(entry.digest);',
    replace: '',
    suite: costly,
    test: 'is read once for each thing',
  },
  {
    id: 'S17',
    file: 'src/engine/verbs/lookAt.ts',
    find: 'if (savedIn !== undefined) return readPlaces(session, savedPlaces(sought, savedIn), sought, signal);',
    replace: '',
    suite: verify,
    test: 'without asking anybody',
  },
  {
    id: 'S39',
    file: `${layout}savedParts.ts`,
    find: "if (size !== part.size) throw badLayout(layout.folder, 'blob-of-other-size', part.digest);",
    replace: '',
    suite: partsSuite,
    test: 'are no verdict but a failure',
  },
  {
    id: 'S39',
    file: `${layout}savedParts.ts`,
    find: '} else if (!(await isWhole(layout, part.digest, isOver, signal))) {',
    replace: '} else if (signal.aborted) {',
    suite: partsSuite,
    test: 'are no verdict but a failure',
  },
  {
    id: 'S40',
    file: `${layout}savedParts.ts`,
    find: 'if (parts.size < most.parts) parts',
    replace: 'if (parts.size < Infinity) parts',
    suite: partsSuite,
    test: 'no more of them than images have',
  },
];
