// Lint: strict types, no `any`, small files, and the shape of the house (CONTRIBUTING.md, "The direction of imports").
import tseslint from 'typescript-eslint';
import { onlyHere } from './test/support/lint/onlyHere.ts';
import { direction } from './test/support/lint/rooms.ts';
import { namedDigest, openingComment } from './test/support/lint/sources.ts';

/** Rooms from the top down, each with the rooms it may import; nobody imports upwards. */
export const table = {
  extension: 'host, type engine, verdict, errors',
  host: 'type engine, verdict, oci, errors',
  engine:
    'verbs, places, store, trustedSigners, registry, credentials, products, keys, http, verdict, oci, errors',
  verbs:
    'probes, checks, store, layout, places, trustedSigners, signatures, registry, credentials, keys, verdict, oci, errors',
  probes: 'places, signatures, registry, credentials, products, verdict, oci, errors',
  checks: 'trustedSigners, signatures, keys, verdict, oci, errors',
  store: 'places, signatures, registry, verdict, oci, errors',
  layout: 'signatures, registry, credentials, verdict, oci, errors',
  places: 'signatures, registry, verdict, oci, errors',
  trustedSigners: 'keys, verdict, oci, errors',
  signatures: 'verdict, oci, errors',
  registry: 'credentials, products, http, verdict, oci, errors',
  credentials: 'products, http, verdict, oci, errors',
  products: 'oci, errors',
  keys: 'oci, errors',
  http: 'oci, errors',
  verdict: 'oci, errors',
  oci: 'errors',
  errors: '',
};

/** Where the rooms are. */
export const places = {
  'src/extension.ts': 'extension',
  'src/host/': 'host',
  'src/engine/engine.ts': 'engine',
  'src/engine/verbs/': 'verbs',
  'src/engine/probes/': 'probes',
  'src/engine/checks/': 'checks',
  'src/engine/store/': 'store',
  'src/engine/layout/': 'layout',
  'src/engine/places/': 'places',
  'src/engine/trustedSigners/': 'trustedSigners',
  'src/engine/signatures/': 'signatures',
  'src/engine/registry/': 'registry',
  'src/engine/credentials/': 'credentials',
  'src/engine/products/': 'products',
  'src/engine/keys/': 'keys',
  'src/engine/http/': 'http',
  'src/engine/verdict.ts': 'verdict', // the plain types that travel between engine and host
  'src/engine/plan.ts': 'verdict',
  'src/engine/removePlan.ts': 'verdict',
  'src/engine/copyPlan.ts': 'verdict',
  'src/engine/savePlan.ts': 'verdict',
  'src/engine/namePage.ts': 'verdict',
  'src/engine/registryCheck.ts': 'verdict',
  'src/engine/glance.ts': 'verdict',
  'src/engine/api.ts': 'verdict',
  'src/engine/oci/': 'oci',
  'src/engine/errors.ts': 'errors',
  'src/engine/problems.ts': 'errors',
  'src/engine/findings.ts': 'errors',
  'src/engine/certificateProblems.ts': 'errors',
  'src/engine/rulePaths.ts': 'errors',
  'src/engine/world.ts': 'errors',
  'src/engine/signatureScheme.ts': 'errors',
  'src/engine/signIn.ts': 'errors',
  'src/engine/together.ts': 'errors',
  'src/engine/pause.ts': 'errors',
};

const machine = ['node:fs', 'node:child_process', 'node:process', 'node:os', 'node:worker_threads'];
const network = [
  'node:http',
  'node:https',
  'node:http2',
  'node:net',
  'node:tls',
  'node:dns',
  'node:dgram',
  'undici',
];
const shows = ['Information', 'Warning', 'Error'].map((kind) => `window.show${kind}Message`);
const clock = ['Date.now', 'performance.now', 'Math.random'];
const timers = ['setTimeout', 'setInterval', 'setImmediate'];

/** What only some files may touch. */
export const reserved = [
  { modules: ['vscode'], under: 'src/engine/', except: [], instead: 'the engine knows nothing of VS Code' },
  {
    modules: ['keytar'],
    under: 'src/',
    except: ['src/host/keys/'],
    instead: 'the key store asks the keychain',
  },
  {
    modules: machine,
    under: 'src/',
    except: ['src/host/world'],
    instead: 'use World, which host/world.ts makes',
  },
  { globals: ['process'], under: 'src/', except: ['src/host/world'], instead: 'use World' },
  {
    modules: network,
    under: 'src/',
    except: ['src/engine/http/'],
    instead: 'engine/http talks to the network',
  },
  {
    globals: ['fetch', 'WebSocket'],
    members: ['world.fetch', 'globalThis.fetch'],
    under: 'src/',
    except: ['src/engine/http/', 'src/host/world'],
    instead: 'engine/http talks to the network',
  },
  {
    members: clock,
    globals: [...timers, 'performance', 'crypto'],
    under: 'src/engine/',
    except: [],
    instead: 'clock, random bytes and log come in with World',
  },
  {
    modules: ['node:timers'],
    under: 'src/',
    except: ['src/host/world', 'src/engine/http/transport.ts'],
    instead: 'clock, random bytes and log come in with World',
  },
  { globals: ['console'], under: 'src/', except: [], instead: 'write to the log channel' },
  {
    modules: ['node:crypto'],
    under: 'src/host/',
    except: ['src/host/world'],
    instead: 'the engine does the crypto',
  },
  { members: shows, under: 'src/', except: ['src/host/ui/messages.ts'], instead: 'use host/ui/messages.ts' },
  {
    members: ['workspace.getConfiguration'],
    under: 'src/',
    except: ['src/host/config.ts'],
    instead: 'host/config.ts reads the settings',
  },
];

/** Forms that the sources do without; `engine.ts` is the entry of a bundle and may export for others. */
const noBarrels = { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file itself.' };
const noReExports = {
  selector: 'ExportNamedDeclaration[source]',
  message: 'No barrels: import from the file itself.',
};
const noDefault = { selector: 'ExportDefaultDeclaration', message: 'No default exports: give it its name.' };

const house = {
  rules: {
    direction,
    'only-here': onlyHere,
    'opening-comment': openingComment,
    'named-digest': namedDigest,
  },
};

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', 'out/', '.test-results/', '.cache/', 'test/fixtures/', '**/*.d.ts'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off', // `return say(…)` is a short way to end a function
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/no-require-imports': [
        'error',
        { allow: ['^\\./(?:host|engine)\\.cjs$', '^keytar$'] },
      ],
      '@typescript-eslint/unbound-method': 'off', // worlds and paths are bags of functions, not objects with a this
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off', // EngineError goes by its name, see errors.ts
    },
  },
  {
    files: ['**/*.ts', '**/*.mjs'],
    plugins: { house },
    rules: {
      'house/opening-comment': 'error',
      'max-lines': ['error', { max: 250 }],
      eqeqeq: 'error',
      'no-restricted-syntax': ['error', noBarrels],
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'house/direction': ['error', { table, places }],
      'house/only-here': ['error', reserved],
      'house/named-digest': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      'no-restricted-syntax': ['error', noBarrels, noReExports, noDefault],
    },
  },
  {
    files: ['src/engine/engine.ts'],
    rules: { 'no-restricted-syntax': ['error', noBarrels, noDefault] },
  },
  {
    // Tests look at untyped answers and at what must not happen: the rules that get in the way there.
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-redundant-type-constituents': 'off',
    },
  },
);
