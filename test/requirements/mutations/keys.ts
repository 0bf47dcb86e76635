// What a key file may make of the engine.
import type { Mutation } from '../mutations.ts';

const keys = 'src/engine/keys/';
const suite = 'test/unit/keys/crypto.test.ts';

export const keysMutations: readonly Mutation[] = [
  {
    id: 'S41',
    file: `${keys}keyFile.ts`,
    find: 'if (!areKnownParameters(parameters))',
    replace: 'if (parameters === undefined)',
    suite,
    test: 'refuses scrypt with N=16384, r=8, p=1',
  },
  {
    id: 'S41',
    file: `${keys}algorithm.ts`,
    find: "if (parameters?.tag === derTag.sequence) return 'ecdsa-explicit-curve';",
    replace: '',
    suite,
    test: 'ecdsa-explicit-curve',
  },
  {
    id: 'S41',
    file: `${keys}publicKey.ts`,
    find: 'if (!hasForm || !isOnCurve(spki))',
    replace: 'if (!hasForm)',
    suite,
    test: 'off the curve',
  },
];
