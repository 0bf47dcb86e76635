// What a removal checks before it takes anything away.
import type { Mutation } from '../mutations.ts';

const engine = 'src/engine/';
const forged = 'test/forged/server/removal.test.ts';

export const removeMutations: readonly Mutation[] = [
  {
    id: 'S32',
    file: `${engine}store/signatureList.ts`,
    find: "if (digest === subject) return 'is-the-subject';",
    replace: '',
    suite: forged,
    test: 'points at the image that it is named for',
  },
  {
    id: 'S32',
    file: `${engine}store/signatureList.ts`,
    find: "if (!hasOnlySignatures) return 'not-signatures-only';",
    replace: 'if (!hasOnlySignatures) return undefined;',
    suite: forged,
    test: 'points at something else than signatures',
  },
  {
    id: 'S32',
    file: `${engine}store/removeSignatures.ts`,
    find: 'assertRemovable(reading, subject, place);',
    replace: '',
    suite: forged,
    test: 'does not believe a plan that says otherwise',
  },
  {
    id: 'S32',
    file: `${engine}verbs/planRemove.ts`,
    find: "return { ...as(isOnly ? 'delete' : 'delete-tag'), otherTags };",
    replace: "return { ...as(isOnly ? 'delete' : 'delete'), otherTags };",
    suite: forged,
    test: 'takes no other tag of the same list along',
  },
  {
    id: 'S32',
    file: `${engine}verbs/runRemove.ts`,
    find: 'return complete && (tagsOf.get(digest) ?? []).every((other) => other === tag);',
    replace: 'return complete;',
    suite: forged,
    test: 'takes no tag along that came between plan and run',
    says: 'another tag went along',
  },
  {
    id: 'S32',
    file: `${engine}registry/tagDigests.ts`,
    find: 'return { tagsOf, complete: false };',
    replace: 'return { tagsOf, complete: true };',
    suite: forged,
    test: 'cannot see to be of no other tag',
  },
  {
    id: 'S32',
    file: `${engine}store/removeUntilGone.ts`,
    find: 'if (now !== undefined && now.digest !== write.digest) {',
    replace: 'if (now === null) {',
    suite: forged,
    test: 'comes while it looks for other tags',
  },
  {
    id: 'S34',
    file: `${engine}store/removeSignatures.ts`,
    find: 'await bury(world, place, chosen);',
    replace: '',
    suite: 'test/registry/removeRaces.test.ts',
    test: 'tells every window of this machine what is to be gone',
  },
  {
    id: 'N7',
    file: `${engine}store/removeSignatures.ts`,
    find: 'if (reading?.digest !== planned) throw',
    replace: 'if (reading === undefined) throw',
    suite: forged,
    test: 'stops where somebody signed between plan and run',
  },
];
