// Broken rules are marked where they stand, in a window in which nothing was asked of the extension yet (S3).
import { makeFolder } from '../support/ui/session.ts';
import { sitDown, type Desk } from '../support/ui/steps.ts';

describe('a settings file with a broken rule', () => {
  let desk: Desk;

  before(async () => {
    const rules = [{ images: 'ghcr.io/acme/**', keys: ['own:0'] }];
    desk = await sitDown(await makeFolder('broken-rule', { 'countersign.trustedSigners': rules }));
  });

  after(() => desk.close());

  it('is marked before any command was run [S3]', async () => {
    await desk.openFile('settings.json');
    await desk.page.locator('.monaco-editor .squiggly-error').first().waitFor();
    await desk.keyboard.run('View: Focus Problems');
    await desk.page
      .locator('.markers-panel', { hasText: 'Own keys can be named in user settings only' })
      .waitFor();
    await desk.screenshot('broken-rule');
  });
});
