// Restricted Mode: a folder that nobody trusts yet must not make VS Code ask the registries it names (security N2).
import assert from 'node:assert/strict';
import { startRegistry, type Registry } from '../demo/registry.ts';
import { pushImage } from '../support/sampleImages.ts';
import { changeSettings, makeFolder } from '../support/ui/session.ts';
import { sitDown, type Desk } from '../support/ui/steps.ts';

describe('a folder in Restricted Mode', () => {
  let desk: Desk;
  let registry: Registry;

  before(async () => {
    registry = await startRegistry();
    await pushImage(registry.address, 'team/app', '1.0');
    registry.requests.length = 0;
    await changeSettings({ 'security.workspace.trust.enabled': true });
    desk = await sitDown(await makeFolder('restricted', { 'countersign.registries': [registry.address] }));
  });

  after(async () => {
    await desk.close();
    await changeSettings({ 'security.workspace.trust.enabled': false });
    await registry.stop();
  });

  it('makes no request when its view opens, and says why nothing is there [N2]', async () => {
    await desk.container('Countersign');
    await desk.page.locator('.welcome-view', { hasText: 'In Restricted Mode the registries' }).waitFor();
    // Until both views have got what they asked the extension for.
    await desk.page.locator('.statusbar', { hasText: 'Activating' }).waitFor({ state: 'hidden' });
    await desk.page
      .locator('.sidebar .monaco-progress-container.active')
      .first()
      .waitFor({ state: 'hidden' });
    await desk.screenshot('restricted');
    assert.deepEqual(registry.requests, []);
  });

  it('lets a person verify an image that they name [N2]', async () => {
    await desk.keyboard.run('Countersign: Verify Image');
    await desk.keyboard.answer('Without a tag, latest is meant', `${registry.address}/team/app:1.0`);
    await desk.toast('is not signed');
    assert.notDeepEqual(registry.requests, []);
  });
});
