// The part that installs the packaged .vsix and drives VS Code through a browser.
import { installNeeds, missingNeeds } from '../debian.ts';
import { runMochaPart } from './mocha.ts';
import { makePackages, targets } from './package.ts';
import { writeResult } from './results.ts';
import { findFiles, inCi } from './tools.ts';
import type { Part } from './table.ts';

const files = 'test/ui/**/*.test.ts';

export const uiPart: Part = {
  name: 'ui',
  async run(options) {
    if (findFiles(files).length === 0) return 'nothing';
    const needs = ['chromium', 'keyring'] as const;
    await installNeeds(needs);
    const reason = missingNeeds(needs);
    if (reason !== undefined) {
      const state = inCi ? 'failed' : 'skipped';
      writeResult('ui', [{ title: 'ui: all suites', state, duration: 0, file: '', reason }]);
      return 'ran';
    }
    const own = targets.find((target) => target === `${process.platform}-${process.arch}`);
    if (own === undefined) throw new Error(`there is no package for ${process.platform}-${process.arch}`);
    await makePackages([own]);
    return runMochaPart({ name: 'ui', files, testLimit: 180_000, minutes: 15 }, options);
  },
};
