// What is taken out of the source, and the test that must then fail. A row per check: without it a forged input gets
// through, and the test named here sees it get through.
import type { SourceChange } from '../support/mutate.ts';

export interface Mutation extends SourceChange {
  /** The requirement whose check this takes out. */
  readonly id: string;
  /** The file of the test, and its title or a piece of it that no other test there has. */
  readonly suite: string;
  readonly test: string;
}

const checks = 'src/engine/checks/';
const rules = 'src/engine/trustedSigners/';
const forged = 'test/forged/';
const unit = 'test/unit/';

export const mutations: readonly Mutation[] = [
  {
    id: 'S13',
    file: `${checks}signature.ts`,
    find: 'verifySignature(key.publicKey, payload, signature)',
    replace: 'true',
    suite: `${forged}signature.test.ts`,
    test: 'a stranger signed',
  },
  {
    id: 'S16',
    file: `${checks}payloadType.ts`,
    find: 'const passes = claims.type === payloadType;',
    replace: 'const passes = true;',
    suite: `${forged}payloadType.test.ts`,
    test: 'another purpose',
  },
  {
    id: 'S14',
    file: `${checks}subjectDigest.ts`,
    find: 'const passes = claims.digest === subject;',
    replace: 'const passes = true;',
    suite: `${forged}subjectDigest.test.ts`,
    test: 'another image',
  },
  {
    id: 'S16',
    file: `${checks}dockerReference.ts`,
    find: 'canonicalText(claims.dockerReference) === canonicalName(repository)',
    replace: 'true',
    suite: `${forged}dockerReference.test.ts`,
    test: 'another name',
  },
  {
    id: 'S14',
    file: `${checks}annotations.ts`,
    find: 'wanted.every(([name, value]) => valueOf(claims, name) === value)',
    replace: 'true',
    suite: `${forged}annotations.test.ts`,
    test: 'another value',
  },
  {
    id: 'S14',
    file: `${checks}annotations.ts`,
    find: 'if (claims.notText.includes(name)) return undefined;',
    replace: '',
    suite: `${forged}annotations.test.ts`,
    test: 'a number',
  },
  {
    id: 'S16',
    file: `${checks}format.ts`,
    find: 'const passes = found === expected && claims !== undefined;',
    replace: 'const passes = true;',
    suite: `${forged}format.test.ts`,
    test: 'stored as something else',
  },
  {
    id: 'S1',
    file: `${rules}judges.ts`,
    find: "['user', 'workspace', 'folder'] as const",
    replace: "['folder', 'workspace', 'user'] as const",
    suite: `${unit}trustedSigners/judges.test.ts`,
    test: 'lets the user rules judge',
  },
];
