// Two folders with settings of their own: each is read for itself, and which one applies is never guessed (ux V3).
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { isEngineError } from '../../src/engine/errors.ts';
import * as config from '../../src/host/config.ts';
import { folderThatApplies } from '../../src/host/folder.ts';
import { memoryState } from '../support/vscode/memoryState.ts';
import { folderNamed, removeSettings, settingsFileOf, writeSettings } from '../support/vscode/settings.ts';

const rule = { images: '**', keys: ['release.pub'] };

describe('settings of two folders', () => {
  const one = folderNamed('one');
  const two = folderNamed('two');

  beforeEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
  afterEach(async () => {
    for (const folder of [one, two]) await writeSettings(settingsFileOf(folder), {}, folder);
  });
  after(() => {
    for (const folder of [one, two]) removeSettings(settingsFileOf(folder));
  });

  it('are levels of their own, named by folder, above those of the workspace file [S1] [S11]', async () => {
    await config.addTrustRule(rule, 'workspace', one);
    await config.addTrustRule({ ...rule, images: 'one/**' }, 'folder', one);
    assert.deepEqual(config.trustLevels(one), [
      { level: 'workspace', source: 'two.code-workspace', value: [rule] },
      { level: 'folder', source: '.vscode/settings.json of one', value: [{ ...rule, images: 'one/**' }] },
    ]);
    assert.deepEqual(
      config.trustLevels(two).map(({ level }) => level),
      ['workspace'],
    );
    const configuration = vscode.workspace.getConfiguration('countersign');
    await configuration.update('trustedSigners', undefined, vscode.ConfigurationTarget.Workspace);
  });

  it('say which folder a value comes from [V3]', async () => {
    await writeSettings(settingsFileOf(two), { 'countersign.signatureRepository': 'ghcr.io/two/sigs' }, two);
    assert.deepEqual(config.signatureSettings(two).signatureRepository, {
      value: 'ghcr.io/two/sigs',
      origin: { kind: 'folder', name: 'two' },
    });
    assert.equal(config.signatureSettings(one).signatureRepository, undefined);
  });

  it('that agree need no question [V3]', async () => {
    assert.equal((await folderThatApplies(memoryState()))?.name, 'one');
  });

  it('that disagree follow the active editor [V3]', async () => {
    await writeSettings(settingsFileOf(two), { 'countersign.signatureRepository': 'ghcr.io/two/sigs' }, two);
    await vscode.window.showTextDocument(vscode.Uri.joinPath(two.uri, 'README.md'));
    assert.equal((await folderThatApplies(memoryState()))?.name, 'two');
  });

  it('that disagree are asked about once, and the answer is remembered [V3] [S11]', async () => {
    await writeSettings(settingsFileOf(two), { 'countersign.trustedSigners': [rule] }, two);
    const state = memoryState();
    const asked = folderThatApplies(state);
    await acceptWhenShown(asked, 'workbench.action.quickOpenSelectNext');
    assert.equal((await asked)?.name, 'two');
    assert.equal((await folderThatApplies(state))?.name, 'two');
  });

  it('are not chosen by a person who closes the question', async () => {
    await writeSettings(settingsFileOf(two), { 'countersign.trustedSigners': [rule] }, two);
    const state = memoryState();
    const asked = folderThatApplies(state);
    const closing = setInterval(
      () => void vscode.commands.executeCommand('workbench.action.closeQuickOpen'),
      200,
    );
    await assert.rejects(asked, (error) => isEngineError(error, 'cancelled'));
    clearInterval(closing);
    assert.deepEqual(state.keys(), []);
  });
});

/** Presses Enter on the second line, again and again until the question is gone. */
async function acceptWhenShown(asked: Promise<unknown>, next: string): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 1000));
  await vscode.commands.executeCommand(next);
  const pressing = setInterval(
    () => void vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem'),
    200,
  );
  await asked.finally(() => clearInterval(pressing));
}
