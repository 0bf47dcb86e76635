// The Keys view and its commands in the installed package, with a real keychain (ux U3, U4, U8).
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startUi, type Ui } from '../support/ui.ts';
import { startKeyring, type Keyring } from '../support/vscode/keyring.ts';

describe('the Keys view', () => {
  let ui: Ui;
  let keyring: Keyring;
  const workspace = mkdtempSync(path.join(os.tmpdir(), 'ui-'));
  const key = path.join(workspace, 'nightly.key');
  const hostileLabel = '[x](command:y) $(check) `b`';

  before(async () => {
    keyring = await startKeyring();
    ui = await startUi({ workspace, env: keyring.env });
  });
  afterEach(async function keepPicture() {
    if (this.currentTest?.state === 'failed') await ui.screenshot('failed-keys');
  });
  after(async () => {
    await ui.stop();
    await keyring.stop();
    rmSync(workspace, { recursive: true, force: true });
  });

  /** The file dialog of the browser: it looks the place up while one types, and takes no Enter meanwhile. */
  async function fileName(title: string, file: string): Promise<void> {
    const box = ui.quickInput.filter({ hasText: title }).locator('input[type=text]').first();
    while (!(await box.inputValue()).startsWith('/')) await ui.page.waitForTimeout(100);
    await ui.page.keyboard.press('Control+A');
    await ui.page.keyboard.type(file);
    for (let attempt = 0; attempt < 20 && (await box.count()) > 0; attempt += 1) {
      if (!(await box.inputValue()).startsWith('/')) return;
      await ui.page.keyboard.press('Enter');
      await ui.page.waitForTimeout(500);
    }
  }

  /** A menu takes no click in the moment in which it opens. */
  async function menu(row: string, item: string): Promise<void> {
    await ui.row(row).click({ button: 'right' });
    const entry = ui.page.locator('.context-view .action-label', { hasText: item }).first();
    await entry.waitFor();
    await ui.page.waitForTimeout(500);
    await entry.click();
    await entry.waitFor({ state: 'hidden' });
  }

  it('says what a key is for and offers to make or import one where there is none [U8]', async () => {
    await ui.container('Countersign');
    await ui.page.locator('.welcome-view', { hasText: 'Keys sign images' }).waitFor();
    await ui.screenshot('keys-welcome');
    await ui.page.locator('.welcome-view .monaco-button', { hasText: 'Generate Key Pair' }).first().click();
  });

  it('takes a name and a password twice, and shows the key with where it is kept [U4] [U8]', async () => {
    await ui.fill('A name for the key', 'release');
    await ui.quickInput.filter({ hasText: 'kept in the keychain' }).waitFor();
    await ui.quickInput.filter({ hasText: 'It may be empty' }).waitFor();
    await ui.screenshot('keys-password');
    await ui.fill('Password of', 'one password');
    await ui.fill('once more', 'another');
    await ui.quickInput.filter({ hasText: 'not the same password' }).waitFor();
    await ui.screenshot('keys-password-differs');
    await ui.fill('not the same password', 'one password');
    await ui.toast('The key “release” (');
    await ui.row('release').filter({ hasText: 'no backup · keychain' }).waitFor();
    await ui.screenshot('keys-one');
  });

  it('exports a backup right after that, for its owner only, and says so on the key [U3]', async () => {
    await ui.toastAction('The key “release” (', 'Export Encrypted Key File');
    await ui.quickInput.filter({ hasText: 'Export Encrypted Key File' }).waitFor();
    await ui.screenshot('keys-save');
    await fileName('Export Encrypted Key File', key);
    await ui.toast('Exported to');
    await ui.row('release').filter({ hasText: 'backed up' }).waitFor();
    assert.match(readFileSync(key, 'utf8'), /^-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----/);
    assert.equal(statSync(key).mode & 0o777, 0o600);
    await ui.closeToasts();
  });

  it('shows a hostile name as plain text, in the list and in the question of Delete [S21] [N3]', async () => {
    await menu('release', 'Rename Key');
    await ui.fill('A new name for the key', hostileLabel);
    await ui.row('(command:y)').waitFor();
    assert.equal(await ui.row('(command:y)').locator('.label-name .codicon, .label-name a').count(), 0);
    await menu('(command:y)', 'Delete Key');
    const box = ui.quickInput.filter({ hasText: 'Type its name to delete it' });
    await box.waitFor();
    assert.equal(await box.locator('.codicon-check').count(), 0);
    await ui.screenshot('keys-delete');
    await ui.fill('Type', 'release');
    await ui.quickInput.waitFor();
    await ui.page.keyboard.press('Escape');
    await ui.row('(command:y)').waitFor();
  });

  it('deletes a key for who types its name as it shows, and imports it again from its backup [U3]', async () => {
    await menu('(command:y)', 'Delete Key');
    await ui.fill('Type', '[x] (command:y) $ (check) `b`');
    await ui.toast('is deleted');
    await ui.page.locator('.welcome-view', { hasText: 'Keys sign images' }).waitFor();
    await ui.closeToasts();
    await ui.command('Countersign: Import Key');
    await ui.quickInput.filter({ hasText: 'From a file' }).waitFor();
    await ui.screenshot('keys-import');
    await ui.pick('From a file');
    await fileName('Import Key', key);
    await ui.fill('opens nightly.key now', 'wrong');
    await ui.quickInput.filter({ hasText: 'does not open “nightly.key”' }).waitFor();
    await ui.screenshot('keys-import-wrong');
    await ui.fill('does not open', 'one password');
    await ui.fill('A name for the key', 'nightly');
    await ui.pick('Keep its password');
    await ui.toast('The key “nightly” (');
    await ui.row('nightly').waitFor();
  });

  it('keeps a password on request, saying what that means [S42]', async () => {
    await ui.closeToasts();
    await menu('nightly', 'Keep Password');
    await ui.quickInput.filter({ hasText: 'whoever can read there can sign' }).waitFor();
    await ui.screenshot('keys-keep-password');
    await ui.fill('whoever can read there can sign', 'one password');
    await ui.row('nightly').filter({ hasText: 'password kept' }).waitFor();
    await ui.row('nightly').click({ button: 'right' });
    await ui.page
      .locator('.context-view .action-label', { hasText: 'Forget Kept Password' })
      .first()
      .waitFor();
    await ui.screenshot('keys-menu');
    await ui.page.keyboard.press('Escape');
  });

  it('can be read in high contrast too [V13]', async () => {
    await ui.theme('highContrast');
    await ui.container('Countersign');
    await ui.row('nightly').waitFor();
    await ui.screenshot('keys-high-contrast');
  });
});
