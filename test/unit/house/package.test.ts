// What is packed: exactly the allow-list of .vscodeignore, and nothing in the bundles that only a test would want.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { listFiles, PackageManager } from '@vscode/vsce';
import { buildBundles, bundledPackages } from '../../../esbuild.mjs';
import { findFiles, root } from '../../support/task/tools.ts';

const platform = `${process.platform}-${process.arch}`;

describe('the package', () => {
  it('holds the bundles, the texts, the pictures and one keychain binary, and nothing else [V14]', async () => {
    const expected = [
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'package.json',
      'package.nls.json',
      'dist/engine.cjs',
      'dist/extension.cjs',
      'dist/host.cjs',
      'dist/licenses.txt',
      'dist/keytar/LICENSE.md',
      'dist/keytar/keytar.js',
      'dist/keytar/package.json',
      `dist/keytar/prebuilds/${platform}/keytar.node`,
      ...findFiles('l10n/*.json'),
      ...findFiles('media/**/*.{png,svg,md}'),
    ];
    const packed = await listFiles({ cwd: root, packageManager: PackageManager.None });
    assert.deepEqual(packed.map((file) => file.replaceAll(path.sep, '/')).sort(), expected.sort());
  });

  for (const bundle of ['extension.cjs', 'host.cjs', 'engine.cjs'])
    it(`has no test hook in ${bundle} [S38]`, () => {
      const text = readFileSync(path.join(root, 'dist', bundle), 'utf8');
      const hooks =
        /ExtensionMode(?!\.Production)|\bmocha\b|[A-Z]+_TEST\b|\bTEST_[A-Z]+|SKIP_[A-Z]+|NODE_ENV/g;
      assert.deepEqual(text.match(hooks) ?? [], []);
    });

  it('names every package inside the bundles with its licence', async () => {
    const licences = readFileSync(path.join(root, 'dist/licenses.txt'), 'utf8');
    const packages = bundledPackages(await buildBundles({ write: false }));
    assert.ok(packages.length > 0);
    for (const name of packages) assert.match(licences, new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(`, 'm'));
  });
});
