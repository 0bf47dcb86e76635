// `npm run test:desktop`: the suites of test/vscode in a desktop VS Code (Electron), which links BoringSSL and not
// OpenSSL. Downloads VS Code unless $VSCODE names an installed one. Needs a screen (on Linux also: xvfb-run).
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { bundleSuite } from '../vscode/bundle.ts';
import { readManifest } from './manifest.ts';
import { cacheFolder, root } from './tools.ts';
import { suitesFor } from './vscode.ts';
import type { PartOptions, PartOutcome } from './table.ts';

/** Runs the suites in one version: the newest stable one, or the oldest that the manifest allows. */
export async function runOnDesktop(which: 'newest' | 'minimum', options: PartOptions): Promise<PartOutcome> {
  const files = suitesFor('', options.args);
  if (files.length === 0) return 'nothing';
  const name = `desktop-${which}`;
  const work = mkdtempSync(path.join(os.tmpdir(), 'desktop-'));
  try {
    const workspace = path.join(work, 'workspace');
    cpSync(path.join(root, 'test/vscode/workspace'), workspace, { recursive: true });
    const installed = process.env['VSCODE'];
    const oldest = readManifest().engines.vscode.replace('^', '');
    await runTests({
      ...(installed === undefined ? {} : { vscodeExecutablePath: installed }),
      version: which === 'newest' ? 'stable' : oldest,
      cachePath: path.join(cacheFolder, 'desktop'),
      extensionDevelopmentPath: root,
      extensionTestsPath: await bundleSuite(name, files),
      launchArgs: [
        workspace,
        '--disable-extensions',
        '--disable-workspace-trust',
        `--user-data-dir=${work}/data`,
      ],
      extensionTestsEnv: {
        RESULT_PART: name,
        TEST_VSCODE: which,
        RESULT_QUIET: options.quiet ? '1' : undefined,
        COUNTERSIGN_KEYCHAIN_SERVICE: `countersign-test-${process.pid}`,
      },
    });
    return 'ran';
  } finally {
    rmSync(work, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
