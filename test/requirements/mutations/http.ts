// What a server may make the network room do: where it leads, and how much it costs.
import type { Mutation } from '../mutations.ts';

const http = 'src/engine/http/';
const server = 'test/forged/server/';

export const httpMutations: readonly Mutation[] = [
  {
    id: 'S29',
    file: `${http}request.ts`,
    find: "if (left && name.toLowerCase() === 'authorization') continue;",
    replace: '',
    suite: `${server}redirects.test.ts`,
    test: 'a signed-in request to another host',
    says: 'the credential left',
  },
  {
    id: 'S29',
    file: `${http}redirects.ts`,
    find: 'if (!(await mayLeadTo(http, origin, target))) {',
    replace: 'if (origin === undefined) {',
    suite: `${server}redirects.test.ts`,
    test: 'to a private address, or from https to http',
  },
  {
    id: 'S29',
    file: `${http}redirects.ts`,
    find: 'return one.host === other.host;',
    replace: 'return one.hostname === other.hostname;',
    suite: `${server}credentialRules.test.ts`,
    test: 'by the redirect of a payload gets',
    says: 'carries the credential',
  },
  {
    id: 'S29',
    file: `${http}addresses.ts`,
    find: 'return (await resolveInTime(http, name)).some(isPrivateAddress);',
    replace: 'return (await resolveInTime(http, name)).every(isPrivateAddress);',
    suite: `${server}credentialRules.test.ts`,
    test: 'by the redirect of a manifest gets',
    says: 'asks inside the network',
  },
  {
    id: 'S27',
    file: `${http}redirects.ts`,
    find: "if (answered.protocol === 'https:' && target.protocol === 'http:') {",
    replace: "if (answered.protocol === '') {",
    suite: `${server}redirects.test.ts`,
    test: 'to a private address, or from https to http',
  },
  {
    id: 'S40',
    file: `${http}budget.ts`,
    find: '      assertBytesLeft(host);\n      requests',
    replace: '      requests',
    suite: `${server}endlessRegistry.test.ts`,
    test: 'in bytes is cut off',
    says: 'it went on reading',
  },
  {
    id: 'S40',
    file: `${http}budget.ts`,
    find: 'if (requests > limits.requests) {',
    replace: 'if (requests < 0) {',
    suite: `${server}endlessRegistry.test.ts`,
    test: 'in requests is left alone',
  },
  {
    id: 'S40',
    file: `${http}budget.ts`,
    find: 'limits.milliseconds - (world.clock.monotonic() - start)',
    replace: 'limits.milliseconds',
    suite: `${server}endlessRegistry.test.ts`,
    test: 'in time is left alone',
    says: 'it asked for',
  },
];
