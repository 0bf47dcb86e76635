// What a file or a variable that came with a repository may do with credentials and programs.
import type { Mutation } from '../mutations.ts';

const credentials = 'src/engine/credentials/';
const server = 'test/forged/server/';
const faults = 'test/faults/';

export const credentialsMutations: readonly Mutation[] = [
  {
    id: 'S8',
    file: `${credentials}places.ts`,
    find: 'if (await isInWorkspace(world, path)) {',
    replace: "if (path === '') {",
    suite: `${server}credentialFiles.test.ts`,
    test: 'stays where it is: REGISTRY_AUTH_FILE',
    says: 'the file was used',
  },
  {
    id: 'S8',
    file: `${credentials}places.ts`,
    find: ' || isWithin(world, root, real)',
    replace: '',
    suite: `${server}credentialFiles.test.ts`,
    test: 'by a link is refused too',
  },
  {
    id: 'S8',
    file: `${credentials}dockerAuthConfig.ts`,
    find: 'const file = { name, auths, credHelpers: new Map<string, string>(), credsStore: undefined };',
    replace: 'const file = { ...parseAuthFile(text, name), name, auths };',
    suite: `${server}credentialFiles.test.ts`,
    test: 'in its text starts no program',
  },
  {
    id: 'S25',
    file: `${credentials}askHelper.ts`,
    find: 'if (!isHelperName(name))',
    replace: 'if (name === undefined)',
    suite: `${server}credentialFiles.test.ts`,
    test: 'whose name is a path',
  },
  {
    id: 'S25',
    file: `${credentials}findHelper.ts`,
    find: 'if (await isInWorkspace(world, path)) {',
    replace: "if (path === '') {",
    suite: `${server}credentialFiles.test.ts`,
    test: 'that lies in a workspace folder',
  },
  {
    id: 'S25',
    file: `${credentials}findHelper.ts`,
    find: '.filter((folder) => isAbsolute(folder))',
    replace: ".filter((folder) => isAbsolute(folder) || folder !== '')",
    suite: `${server}credentialFiles.test.ts`,
    test: 'relative parts of PATH',
    says: 'PATH leads elsewhere',
  },
  {
    id: 'N1',
    file: `${credentials}askHelper.ts`,
    find: "const isTold = words !== '' && !/secret\\W*[:=]/i.test(words);",
    replace: "const isTold = words !== '';",
    suite: `${faults}pastedSecrets.test.ts`,
    test: 'printed by a helper that fails',
    says: 'a secret came out',
  },
  {
    id: 'N1',
    file: `${credentials}places.ts`,
    find: "throw new EngineError('bad-credential-file', { path: name,",
    replace: "throw new EngineError('bad-credential-file', { path,",
    suite: `${faults}pastedSecrets.test.ts`,
    test: 'in a variable that names a folder',
    says: 'a secret came out',
  },
];
