// The checks of a signature and the order of verdicts.
import type { Mutation } from '../mutations.ts';

const checks = 'src/engine/checks/';
const forged = 'test/forged/';
const unit = 'test/unit/';
const accepted = 'the forged signature is accepted';

export const checkMutations: readonly Mutation[] = [
  {
    id: 'S13',
    file: `${checks}signature.ts`,
    find: 'verifySignature(key.publicKey, payload, signature)',
    replace: 'true',
    suite: `${forged}signature.test.ts`,
    test: 'a stranger signed',
    says: accepted,
  },
  {
    id: 'S16',
    file: `${checks}payloadType.ts`,
    find: 'const passes = claims.type === payloadType;',
    replace: 'const passes = true;',
    suite: `${forged}payloadType.test.ts`,
    test: 'another purpose',
    says: accepted,
  },
  {
    id: 'S14',
    file: `${checks}subjectDigest.ts`,
    find: 'const passes = claims.digest === subject;',
    replace: 'const passes = true;',
    suite: `${forged}subjectDigest.test.ts`,
    test: 'copied beside this one',
    says: accepted,
  },
  {
    id: 'S16',
    file: `${checks}dockerReference.ts`,
    find: 'repositoryNamedBy(claims) === canonicalName(repository)',
    replace: 'true',
    suite: `${forged}dockerReference.test.ts`,
    test: 'when it says another name',
  },
  {
    id: 'S14',
    file: `${checks}annotations.ts`,
    find: 'wanted.every(([name, value]) => valueOf(claims, name) === value)',
    replace: 'true',
    suite: `${forged}annotations.test.ts`,
    test: 'another value',
    says: accepted,
  },
  {
    id: 'S14',
    file: `${checks}annotations.ts`,
    find: 'if (claims.notText.includes(name)) return undefined;',
    replace: '',
    suite: `${forged}annotations.test.ts`,
    test: 'a number',
    says: accepted,
  },
  {
    id: 'S16',
    file: `${checks}format.ts`,
    find: 'const passes = isStoredSo && claims !== undefined;',
    replace: 'const passes = true;',
    suite: `${forged}format.test.ts`,
    test: 'stored as something else',
    says: accepted,
  },
  {
    id: 'S13',
    file: `${checks}judge.ts`,
    find: 'findSigner(found, trusted);',
    replace: 'findSigner(found, [...trusted, ...context.judges.ownKeys]);',
    suite: `${unit}checks/judge.test.ts`,
    test: 'without trusting it where the rules name others',
  },
  {
    id: 'S14',
    file: `${checks}decideVerdict.ts`,
    find: "if (status !== 'valid' || signer === undefined) continue;",
    replace: 'if (signer === undefined) continue;',
    suite: `${unit}verdict/decideVerdict.test.ts`,
    test: 'counts no signature but a valid one',
  },
  {
    id: 'S14',
    file: `${checks}decideVerdict.ts`,
    find: '[...failedChecks(evidence.judged), ...blocking, ',
    replace: '[...blocking, ...failedChecks(evidence.judged), ',
    suite: `${unit}verdict/decideVerdict.test.ts`,
    test: 'puts a failed check of a trusted signer first',
  },
  {
    id: 'S3',
    file: `${checks}decideVerdict.ts`,
    find: 'rules.every((rule) => rule.satisfiedBy.length > 0)',
    replace: 'rules.some((rule) => rule.satisfiedBy.length > 0)',
    suite: `${unit}verdict/decideVerdict.test.ts`,
    test: 'only when every matching rule is satisfied',
  },
  {
    id: 'S17',
    file: `${checks}decideVerdict.ts`,
    find: "places.some((answer) => answer.place.required) ? 'unsigned' : 'could-not-check'",
    replace: "'unsigned'",
    suite: `${unit}verdict/decideVerdict.test.ts`,
    test: 'only when a required place was asked',
  },
];
