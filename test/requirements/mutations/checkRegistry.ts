// What keeps Check Registry from touching anything but its own.
import type { Mutation } from '../mutations.ts';

const probes = 'src/engine/probes/';
const writing = 'src/engine/verbs/checkRegistryWrite.ts';
const suite = 'test/registry/checkRegistrySafety.test.ts';

export const checkRegistryMutations: readonly Mutation[] = [
  {
    id: 'S39',
    file: `${probes}prober.ts`,
    find: "method: RegistryCall['method'] = 'GET'",
    replace: "method: RegistryCall['method'] = 'PUT'",
    suite,
    test: 'only reads, and its plan only reads too',
  },
  {
    id: 'S39',
    file: `${probes}scratch.ts`,
    find: "return Buffer.from(random(16)).toString('hex');",
    replace: "return Buffer.from(random(0)).toString('hex').padEnd(32, '0');",
    suite,
    test: 'writes under a tag with a number that no other check has',
  },
  {
    id: 'S39',
    file: writing,
    find: 'if (!(await isFree(engine.session, repository, tag, signal))) {',
    replace: "if (tag === '') {",
    suite,
    test: 'makes no plan where every tag exists',
  },
  {
    id: 'S39',
    file: writing,
    find: 'if (!(await isFree(limited, repository, plan.tag, signal))) {',
    replace: "if (plan.tag === '') {",
    suite,
    test: 'writes nothing where the tag exists by the time of the run',
  },
  {
    id: 'S17',
    file: writing,
    find: 'if (await mayRead(session, repository, signal)) return true;',
    replace: 'return true;',
    suite,
    test: 'makes no plan where a 404 may hide a tag from this login',
  },
];
