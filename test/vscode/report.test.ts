// Report documents as VS Code shows them: the extension itself, its file system, menus and preview (V8).
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { savedReportAddress } from '../../src/host/report/documents.ts';
import { createReports } from '../../src/host/report/reports.ts';
import { reportOf } from '../support/reports.ts';

const hex = 'a'.repeat(64);
const address = vscode.Uri.parse(`countersign:/report/ghcr.io/acme/app/${hex}/app@aaaaaaaaaaaa.report.md`);

const read = async (uri: vscode.Uri): Promise<string> =>
  Buffer.from(await vscode.workspace.fs.readFile(uri)).toString('utf8');

describe('a report document', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('that VS Code restored says how to get it again, and activates the extension for it [V8]', async () => {
    const text = await read(address);
    assert.match(
      text,
      new RegExp(`^# Not kept\\n\\n.*\` ghcr\\.io/acme/app@sha256:${hex} \`\\n\\n.*Verify Image`),
    );
    assert.equal(vscode.extensions.getExtension('countersign.countersign')?.isActive, true);
  });

  it('of a saved image that VS Code restored names its folder as people write it, and how to get it again', async () => {
    for (const folder of ['/tmp/my folder/100%/@/x', 'C:\\images\\app']) {
      const path = savedReportAddress(folder, 'ghcr.io/acme/app', `sha256:${hex}`);
      const shown = folder.replaceAll('\\', '/');
      assert.ok(path.includes(shown), path);
      const uri = vscode.Uri.from({ scheme: 'countersign', path });
      const text = await read(uri);
      assert.match(text, /^# Not kept\n\n.*“Verify Image” in the title .* “Verify Saved Image”/s);
      assert.ok(text.includes(` ${shown} `) && text.includes(`ghcr.io/acme/app@sha256:${hex}`), text);
      const reports = createReports({ put: () => uri, dispose: () => undefined });
      const [reference, options] = [`ghcr.io/acme/app@sha256:${hex}`, { savedIn: shown }];
      assert.deepEqual(reports.imageOf(uri), { reference, options, report: undefined });
      reports.dispose();
    }
  });

  it('of a hostile address is literal too [S22]', async () => {
    const hostile = vscode.Uri.from({ scheme: 'countersign', path: '/text/1/<b>[x](command:y)`' });
    assert.match(await read(hostile), /`` <b>\[x\]\(command:y\)` ``/);
  });

  it('cannot be written, renamed or deleted [V8]', async () => {
    const other = address.with({ path: '/other.md' });
    await assert.rejects(async () => vscode.workspace.fs.writeFile(address, Buffer.from('x')));
    await assert.rejects(async () => vscode.workspace.fs.delete(address));
    await assert.rejects(async () => vscode.workspace.fs.rename(address, other));
  });

  it('opens in the Markdown preview, and the actions of its title know which image it is about [V8]', async () => {
    const reports = createReports({
      put: (path) => vscode.Uri.from({ scheme: 'countersign', path }),
      dispose: () => undefined,
    });
    const report = reportOf('verified');
    reports.keep(report);
    await reports.show(report);
    const input = await activeInput();
    assert.ok(input instanceof vscode.TabInputCustom);
    assert.equal(input.viewType, 'vscode.markdown.preview.editor');
    assert.equal(input.uri.toString(), address.toString());
    assert.equal(reports.active()?.report, report);
    assert.deepEqual(reports.imageOf(input.uri), {
      reference: report.reference,
      options: { annotations: [], folder: undefined, savedIn: undefined },
      report,
    });
    reports.dropAll();
    assert.equal(reports.active()?.report, undefined);
    assert.equal(reports.imageOf(input.uri)?.reference, report.reference);
    reports.dispose();
  });

  it('is the only thing besides nodes that names an image to a command [S38]', () => {
    const reports = createReports({ put: () => address, dispose: () => undefined });
    const foreign: readonly unknown[] = [
      { scheme: 'countersign', path: address.path },
      vscode.Uri.file(address.path),
      vscode.Uri.parse('countersign:/report/x.report.md'),
      'countersign:/x',
      undefined,
    ];
    for (const argument of foreign) assert.equal(reports.imageOf(argument), undefined);
    reports.dispose();
  });

  it('opens a payload as plain read-only text, whatever its title says [V8]', async () => {
    const texts = new Map<string, string>();
    const reports = createReports({
      put: (path, text) => {
        texts.set(path, text());
        return vscode.Uri.from({ scheme: 'countersign', path });
      },
      dispose: () => undefined,
    });
    await reports.showText('../../app@1.payload.json', '{}');
    assert.deepEqual([...texts.keys()], ['/text/1/..-..-app@1.payload.json']);
    assert.equal(vscode.window.activeTextEditor?.document.uri.scheme, 'countersign');
    reports.dispose();
  });
});

async function activeInput(): Promise<unknown> {
  for (;;) {
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    if (input !== undefined) return input;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
