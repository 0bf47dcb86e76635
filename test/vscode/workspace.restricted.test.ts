// Restricted mode: nobody has said that the folder is trusted.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('in restricted mode', () => {
  it('the workspace is not trusted, and the extension is there all the same [V10]', () => {
    assert.equal(vscode.workspace.isTrusted, false);
    assert.ok(vscode.extensions.getExtension('countersign.countersign'));
  });
});
