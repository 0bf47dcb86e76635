// The parts that install the packaged .vsix and drive VS Code through a browser.
import { installNeeds, missingNeeds } from '../debian.ts';
import { runMochaPart } from './mocha.ts';
import { makePackages, targets } from './package.ts';
import { writeResult } from './results.ts';
import { findFiles, inCi } from './tools.ts';
import { installVscode } from '../vscode/install.ts';
import type { Part, PartOptions, PartOutcome } from './table.ts';

export const uiPart = partOf('ui', 'test/ui/**/*.test.ts');

/** A person's first signature once more, now that the interop run has built the cosign that verifies it. */
export const uiInteropPart = partOf('interop-ui', 'test/ui/keyboard.test.ts');

function partOf(name: string, files: string): Part {
  return { name, run: (options) => runUi(name, files, options) };
}

async function runUi(name: string, files: string, options: PartOptions): Promise<PartOutcome> {
  if (findFiles(files).length === 0) return 'nothing';
  const needs = ['chromium', 'keyring'] as const;
  await installNeeds(needs);
  const reason = missingNeeds(needs);
  if (reason !== undefined) {
    const state = inCi ? 'failed' : 'skipped';
    writeResult(name, [{ title: `${name}: all suites`, state, duration: 0, file: '', reason }]);
    return 'ran';
  }
  const own = targets.find((target) => target === `${process.platform}-${process.arch}`);
  if (own === undefined) throw new Error(`there is no package for ${process.platform}-${process.arch}`);
  await makePackages([own]);
  await installVscode('newest');
  return runMochaPart({ name, files, testLimit: 180_000, minutes: 15 }, options);
}
