// The packaged extension, freshly installed.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from '../support/task/tools.ts';
import { startUi, type Ui } from '../support/ui.ts';

describe('the installed package', () => {
  let ui: Ui;
  const workspace = mkdtempSync(path.join(os.tmpdir(), 'ui-'));

  before(async () => {
    cpSync(path.join(root, 'test/vscode/workspace'), workspace, { recursive: true });
    ui = await startUi({ workspace });
  });

  after(async () => {
    await ui.stop();
    rmSync(workspace, { recursive: true, force: true });
  });

  it('has a container in the activity bar with the views Registries and Keys', async () => {
    await ui.container('Countersign');
    for (const view of ['Registries', 'Keys'])
      await ui.page
        .locator('.sidebar .pane-header', { hasText: new RegExp(view, 'i') })
        .first()
        .waitFor();
    await ui.screenshot('installed-dark');
  });

  it('has its commands in the palette', async () => {
    for (const title of ['Sign Image', 'Verify Image', 'Generate Key Pair']) {
      await ui.page.keyboard.press('F1');
      await ui.quickInput.locator('input').first().fill(`>Countersign: ${title}`);
      await ui.quickRow(`Countersign: ${title}`).waitFor();
      await ui.page.keyboard.press('Escape');
      await ui.quickInput.waitFor({ state: 'hidden' });
    }
  });
});
