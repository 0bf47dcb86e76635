// Broken rules for trusted signers as problems in the settings file that holds them.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { watchRules } from '../../src/host/diagnostics.ts';
import { folderNamed, settingsFileOf, writeSettings } from '../support/vscode/settings.ts';
import { type FlowHost, newFlowHost } from './flowHost.ts';

const file = settingsFileOf(folderNamed());
const uri = vscode.Uri.file(file);

describe('problems of rules in settings.json', () => {
  let flow: FlowHost;
  let watching: vscode.Disposable;

  beforeEach(() => {
    flow = newFlowHost();
    watching = watchRules(flow.host);
  });

  afterEach(async () => {
    watching.dispose();
    flow.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await writeSettings(file, {});
  });

  it('stand at the key, field or pattern that is wrong, and go when it is mended [S3]', async () => {
    const rules = [
      { images: 'ghcr.io/acme/**', keys: ['missing.pub'] },
      { images: 'ghcr.io/UPPER', keys: ['own:abc'], until: 2027 },
    ];
    await writeSettings(file, { 'countersign.trustedSigners': rules });
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const problems = await problemsWhen((found) => found.length >= 4);
    const places = problems.map(({ range }) => document.getText(range)).sort();
    assert.deepEqual(places, ['"ghcr.io/UPPER"', '"missing.pub"', '"own:abc"', '2027']);
    assert.match(problems.map(({ message }) => message).join('\n'), /does not exist/);
    writeFileSync(file, '{}');
    await problemsWhen((found) => found.length === 0);
  });

  it('do not load the engine where no rule is set [N2]', async () => {
    let loads = 0;
    const { engine } = flow.host;
    const host = { ...flow.host, engine: () => ((loads += 1), engine()) };
    const alone = watchRules(host);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    await new Promise((resolve) => setTimeout(resolve, 100));
    alone.dispose();
    assert.equal(loads, 0);
  });
});

/** The problems that this suite's watcher found, once there are as many as wanted. */
async function problemsWhen(
  enough: (problems: readonly vscode.Diagnostic[]) => boolean,
): Promise<readonly vscode.Diagnostic[]> {
  for (;;) {
    const found = vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Countersign');
    if (enough(found)) return unique(found);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The extension watches too. */
function unique(problems: readonly vscode.Diagnostic[]): readonly vscode.Diagnostic[] {
  const byPlace = new Map(problems.map((one) => [JSON.stringify([one.range, one.message]), one]));
  return [...byPlace.values()];
}
