// Key files that rules of a .code-workspace name: which folder is meant never depends on the active editor (S2).
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type * as vscode from 'vscode';
import { ruleKeyFileReader } from '../../src/host/keys/ruleKeyFiles.ts';
import { folderNamed } from '../support/vscode/settings.ts';
import { ruleFault } from '../../src/host/ui/ruleWords.ts';

const signal = new AbortController().signal;

describe('the key file of a rule in a workspace file', () => {
  const folders = ['one', 'two'].map((name) => folderNamed(name));
  const fileIn = ({ uri }: vscode.WorkspaceFolder): string => path.join(uri.fsPath, 'release.pub');

  before(() => {
    for (const folder of folders) writeFileSync(fileIn(folder), folder.name);
  });
  after(() => {
    for (const folder of folders) rmSync(fileIn(folder));
  });

  it('is refused where its path names no folder, whichever folder’s settings apply [S2]', async () => {
    for (const folder of [...folders, undefined]) {
      const answer = await ruleKeyFileReader(folder)('workspace', '${workspaceFolder}/release.pub', signal);
      assert.match(
        'fault' in answer ? ruleFault(answer.fault) : answer.text,
        /names its folder: \$\{workspaceFolder:/,
      );
    }
  });

  it('is read in the folder that its path names, or beside the workspace file [S2]', async () => {
    for (const folder of folders) {
      const read = ruleKeyFileReader(folder);
      for (const name of ['${workspaceFolder:two}/release.pub', 'two/release.pub']) {
        const answer = await read('workspace', name, signal);
        assert.equal('text' in answer ? answer.text : answer.fault, 'two');
      }
    }
  });

  it('of a folder’s own rule is in that folder [S2]', async () => {
    for (const folder of folders) {
      const answer = await ruleKeyFileReader(folder)('folder', '${workspaceFolder}/release.pub', signal);
      assert.equal('text' in answer ? answer.text : answer.fault, folder.name);
    }
  });
});
