// The extension as VS Code sees it: it is there, it activates when it is used, and it registers what it contributes.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { folderNamed, settingsFileOf, writeSettings } from '../support/vscode/settings.ts';

interface Manifest {
  engines: { vscode: string };
  contributes: { commands: { command: string }[] };
}

describe('the extension', () => {
  const extension = vscode.extensions.getExtension('countersign.countersign');

  it('marks a broken rule in settings.json in a window in which nothing was asked of it yet [S3]', async () => {
    // This suite comes first in its window, and nothing here runs a command or opens a view.
    const file = settingsFileOf(folderNamed());
    try {
      await writeSettings(file, { 'countersign.trustedSigners': [{ images: 'ghcr.io/acme/**', keys: [] }] });
      const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file));
      assert.equal(document.languageId, 'jsonc');
      await vscode.window.showTextDocument(document);
      const isMarked = (): boolean =>
        vscode.languages.getDiagnostics(document.uri).some(({ source }) => source === 'Countersign');
      while (!isMarked()) await new Promise((resolve) => setTimeout(resolve, 50));
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await writeSettings(file, {});
    }
  });

  it('is known to VS Code and activates', async () => {
    assert.ok(extension);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('runs in the VS Code that is asked for, the newest or the oldest that it promises to run in [V10]', () => {
    assert.ok(extension);
    const { engines } = extension.packageJSON as Manifest;
    const oldest = engines.vscode.replace(/^\^|\.\d+$/g, '');
    const isOldest = vscode.version.startsWith(`${oldest}.`);
    assert.equal(isOldest, process.env['TEST_VSCODE'] === 'minimum', vscode.version);
  });

  it('registers every command that it contributes', async () => {
    assert.ok(extension);
    await extension.activate();
    const { contributes } = extension.packageJSON as Manifest;
    const registered = await vscode.commands.getCommands(true);
    const contributed = contributes.commands.map(({ command }) => command);
    assert.deepEqual(
      contributed.filter((command) => !registered.includes(command)),
      [],
    );
  });
});
