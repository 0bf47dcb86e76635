// What a registry or a list API may get out of browsing.
import type { Mutation } from '../mutations.ts';

const registry = 'src/engine/registry/';
const suite = 'test/forged/server/listServers.test.ts';

export const listsMutations: readonly Mutation[] = [
  {
    id: 'S4',
    file: `${registry}names.ts`,
    find: ' && isValid(name)',
    replace: '',
    suite,
    test: 'names what is outside the grammar',
  },
  {
    id: 'S4',
    file: `${registry}listApi.ts`,
    find: ' && isValidPath(name)',
    replace: '',
    suite,
    test: 'names a registry outside the grammar',
  },
  {
    id: 'S24',
    file: `${registry}listSignIn.ts`,
    find: 'return productAt(registry) === product ?',
    replace: 'return productAt(registry) !== null ?',
    suite,
    test: 'that says it is another product',
    says: 'was asked',
  },
  {
    id: 'S29',
    file: `${registry}listSignIn.ts`,
    find: "const token = secret === '' ? undefined : signIn.token(user, secret);",
    replace: "const token = secret === '' ? undefined : secret;",
    suite,
    test: 'whose login is no token of the API',
    says: 'got the login',
  },
  {
    id: 'S29',
    file: `${registry}listApi.ts`,
    find: "redirects: 'same-host',",
    replace: "redirects: 'follow',",
    suite,
    test: 'list API leads elsewhere',
    says: 'another host was asked',
  },
  {
    id: 'S40',
    file: `${registry}listApi.ts`,
    find: ' || idle > mostIdle',
    replace: '',
    suite,
    test: 'goes on for ever',
    says: 'it goes on asking',
  },
  {
    id: 'S40',
    file: `${registry}names.ts`,
    find: 'if (seen.size > mostNames) {',
    replace: 'if (seen.size < 0) {',
    suite,
    test: 'never runs out of new names',
  },
  {
    id: 'S25',
    file: `${registry}readingOn.ts`,
    find: 'current = { ...quietSession(session), held };',
    replace: 'void held;',
    suite: 'test/registry/readingOn.test.ts',
    test: 'wants a login only then',
  },
  {
    id: 'S25',
    file: 'src/engine/verbs/glance.ts',
    find: '    quietSession(session),\n    {\n      repository: parseRepository(repository),',
    replace: '    session,\n    {\n      repository: parseRepository(repository),',
    suite: 'test/registry/readingOn.test.ts',
    test: 'is left out where one would be needed',
  },
];
