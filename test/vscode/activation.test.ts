// The extension as VS Code sees it: it is there, it activates when it is used, and it registers what it contributes.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

interface Manifest {
  engines: { vscode: string };
  contributes: { commands: { command: string }[] };
}

describe('the extension', () => {
  const extension = vscode.extensions.getExtension('countersign.countersign');

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
