// A verdict does not outlive the key file that it rests on, whichever program changes it (S18).
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Digest } from '../../src/engine/oci/digest.ts';
import type { VerifyReport } from '../../src/engine/verdict.ts';
import type { KeyStore } from '../../src/host/keys/keyStore.ts';
import { createReports } from '../../src/host/report/reports.ts';
import { dropStaleVerdicts } from '../../src/host/report/staleVerdicts.ts';
import { reportOf } from '../support/reports.ts';
import { folderNamed } from '../support/vscode/settings.ts';

const digests = ['a', 'b'].map((digit): Digest => `sha256:${digit.repeat(64)}`);

function restingOn(file: string, digest: Digest | undefined): VerifyReport {
  const report = reportOf('verified');
  const [rule] = report.judges.rules;
  assert.ok(rule && digest);
  return { ...report, digest, judges: { ...report.judges, rules: [{ ...rule, keyFiles: [file] }] } };
}

function newReports(): ReturnType<typeof createReports> {
  return createReports({
    put: (name) => vscode.Uri.from({ scheme: 'countersign', path: name }),
    dispose: () => undefined,
  });
}

const keys = { onDidChange: () => ({ dispose: () => undefined }) } as unknown as KeyStore;

/** Ends once news of this folder come: what happened before is told by then, and what happens next will be. */
async function newsCome(folder: string): Promise<void> {
  const pattern = new vscode.RelativePattern(vscode.Uri.file(folder), '*');
  const watcher = vscode.workspace.createFileSystemWatcher(pattern);
  const came: string[] = [];
  const listening = watcher.onDidCreate(({ path: file }) => {
    if (file.includes('/sign-of-life-')) came.push(file);
  });
  for (let round = 0; came.length === 0; round += 1) {
    writeFileSync(path.join(folder, `sign-of-life-${String(round)}`), '');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  listening.dispose();
  watcher.dispose();
  for (const name of readdirSync(folder)) {
    if (name.startsWith('sign-of-life-')) rmSync(path.join(folder, name));
  }
}

describe('a verdict', () => {
  const places = {
    'inside the folder': folderNamed().uri.fsPath,
    'outside of it': mkdtempSync(path.join(os.tmpdir(), 'keys-')),
  };
  const changes: Readonly<Record<string, (file: string) => void>> = {
    'is written': (file) => writeFileSync(file, 'new'),
    'is replaced, as git does': (file) => {
      writeFileSync(`${file}.lock`, 'new');
      renameSync(`${file}.lock`, file);
    },
    'is deleted': (file) => rmSync(file),
  };

  for (const [where, folder] of Object.entries(places)) {
    for (const [what, change] of Object.entries(changes)) {
      it(`goes when its key file ${where} ${what}, and no other verdict with it [S18]`, async () => {
        // VS Code may miss files of a folder that has just been made, so there is none; each test has files of its own.
        const file = path.join(folder, `release [${what}].pub`);
        const other = path.join(folder, `other [${what}].pub`);
        for (const name of [file, other]) writeFileSync(name, 'old');
        await newsCome(folder);
        const reports = newReports();
        const watching = dropStaleVerdicts({ reports, keys });
        try {
          reports.keep(restingOn(file, digests[0]));
          reports.keep(restingOn(other, digests[1]));
          await newsCome(folder);
          change(file);
          while (reports.kept().length === 2) await new Promise((resolve) => setTimeout(resolve, 20));
          assert.deepEqual(
            reports.kept().map(({ digest }) => digest),
            [digests[1]],
          );
        } finally {
          watching.dispose();
          reports.dispose();
          for (const name of [file, other]) rmSync(name, { force: true });
        }
      });
    }
  }

  it('goes when its key file is written, also that of a saved image, which a new signature leaves as it is [S18]', async () => {
    const folder = places['outside of it'];
    const file = path.join(folder, 'release [saved].pub');
    writeFileSync(file, 'old');
    await newsCome(folder);
    const reports = newReports();
    const watching = dropStaleVerdicts({ reports, keys });
    try {
      const saved = { ...restingOn(file, digests[0]), savedIn: '/images/app' };
      reports.keep(saved);
      reports.drop(saved.repository, saved.digest);
      assert.equal(reports.kept().length, 1);
      await newsCome(folder);
      writeFileSync(file, 'new');
      await newsCome(folder);
      assert.deepEqual(reports.kept(), []);
    } finally {
      watching.dispose();
      reports.dispose();
      rmSync(file, { force: true });
    }
  });
});
