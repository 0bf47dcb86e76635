// The parts that run inside a real VS Code extension host. Which configuration a suite wants stands in its name:
// `x.test.ts` runs in the newest and in the oldest VS Code, `x.restricted.test.ts` in restricted mode, and so on.
import { installNeeds, missingNeeds, type NeedName } from '../debian.ts';
import { bundleSuite } from '../vscode/bundle.ts';
import { runInExtensionHost, type HostRun } from '../vscode/host.ts';
import { startHangingKeyring, startKeyring, type Keyring } from '../vscode/keyring.ts';
import { isChosen } from './mocha.ts';
import { writeResult } from './results.ts';
import { findFiles, inCi } from './tools.ts';
import type { Part, PartOptions, PartOutcome } from './table.ts';

interface Configuration extends Pick<HostRun, 'which' | 'trust' | 'folders'> {
  readonly name: string;
  /** The word before `.test.ts`; empty for suites without one. */
  readonly tag: string;
  readonly keyring: 'none' | 'real' | 'hanging';
}

const usual = { tag: '', which: 'newest', trust: 'trusted', folders: 'single', keyring: 'none' } as const;

const configurations: readonly Configuration[] = [
  { ...usual, name: 'vscode' },
  { ...usual, name: 'vscode-minimum', which: 'minimum' },
  { ...usual, name: 'vscode-restricted', tag: 'restricted', trust: 'restricted' },
  { ...usual, name: 'vscode-restricted-minimum', tag: 'restricted', trust: 'restricted', which: 'minimum' },
  { ...usual, name: 'vscode-multi-root', tag: 'multiRoot', folders: 'multi-root' },
  { ...usual, name: 'vscode-keyring', tag: 'keyring', keyring: 'real' },
  { ...usual, name: 'vscode-hanging-keyring', tag: 'hangingKeyring', keyring: 'hanging' },
];

/** One part for each configuration. */
export const vscodeParts: readonly Part[] = configurations.map((configuration) => ({
  name: configuration.name,
  run: (options) => runConfiguration(configuration, options),
}));

/** The suites of one configuration, e.g. tag `restricted`. */
export function suitesFor(tag: string, pieces: readonly string[]): string[] {
  return findFiles('test/vscode/**/*.test.ts')
    .filter((file) => (/\.(\w+)\.test\.ts$/.exec(file)?.[1] ?? '') === tag)
    .filter((file) => isChosen(file, pieces));
}

async function runConfiguration(configuration: Configuration, options: PartOptions): Promise<PartOutcome> {
  const { name, tag, keyring } = configuration;
  const grepAt = options.args.findIndex((word) => word === '-g' || word === '--grep');
  const grep = grepAt < 0 ? undefined : options.args[grepAt + 1];
  const files = suitesFor(tag, grepAt < 0 ? options.args : options.args.slice(0, grepAt));
  if (files.length === 0) return 'nothing';
  const needs: NeedName[] = keyring === 'real' ? ['chromium', 'keyring'] : ['chromium'];
  await installNeeds(needs);
  const missing = missingNeeds(needs);
  if (missing !== undefined) {
    const state = inCi ? 'failed' : 'skipped';
    writeResult(name, [{ title: `${name}: all suites`, state, duration: 0, file: '', reason: missing }]);
    return 'ran';
  }
  const suite = await bundleSuite(name, files);
  const chain = await startKeychain(keyring);
  try {
    await runInExtensionHost({
      ...configuration,
      part: name,
      suite,
      minutes: 10,
      env: {
        ...chain?.env,
        COUNTERSIGN_KEYCHAIN_SERVICE: `countersign-test-${process.pid}`,
        RESULT_QUIET: options.quiet ? '1' : undefined,
        TEST_VSCODE: configuration.which,
        TEST_GREP: grep,
      },
    });
  } finally {
    await chain?.stop();
  }
  return 'ran';
}

async function startKeychain(kind: Configuration['keyring']): Promise<Keyring | undefined> {
  if (kind === 'real') return startKeyring();
  if (kind === 'hanging') return startHangingKeyring();
  return undefined;
}
