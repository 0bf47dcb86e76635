// A window with two folders.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('in a multi-root window', () => {
  it('both folders are open, and the extension activates [V10]', async () => {
    const folders = vscode.workspace.workspaceFolders ?? [];
    assert.deepEqual(
      folders.map(({ name }) => name),
      ['one', 'two'],
    );
    await vscode.extensions.getExtension('countersign.countersign')?.activate();
  });
});
