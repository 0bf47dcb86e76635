// Signing in as a new user sees it: the row that wants a login, the choice, the boxes, a wrong password, and the tree.
import assert from 'node:assert/strict';
import { startRegistry, type Registry } from '../demo/registry.ts';
import { addSamples } from '../demo/samples.ts';
import { makeFolder } from '../support/ui/session.ts';
import { sitDown, type Desk } from '../support/ui/steps.ts';

describe('Sign In to Registry', () => {
  let desk: Desk;
  let registry: Registry;

  before(async () => {
    registry = await startRegistry({
      auth: { token: { expiresInSeconds: 300 }, users: { ann: 'the word of ann' } },
    });
    addSamples(registry.state, registry.address);
    const folder = await makeFolder('sign-in', {
      'countersign.registries': [registry.address, 'ghcr.io/acme'],
    });
    desk = await sitDown(folder);
    await desk.container('Countersign');
  });

  after(async () => {
    await desk.close();
    await registry.stop();
  });

  it('is offered by the row that wants a login, tries the password in its box, and shows the tree [U11]', async () => {
    const { address } = registry;
    await desk.row(address).waitFor();
    await desk.expand(address);
    await desk.row('wants a login').waitFor();
    await desk.row('wants a login').hover();
    await desk.screenshot('sign-in-row');
    await desk.rowMenu('wants a login', 'Sign In to Registry…');
    await desk.quickRow('User name and password or token').waitFor();
    await desk.screenshot('sign-in-ways');
    await desk.pick('User name and password or token');
    await desk.keyboard.answer('The user name, or the name of the token', 'ann');
    await desk.keyboard.answer('kept only if', 'a wrong word');
    const refused = desk.quickInput.getByText('refused this login');
    await refused.waitFor();
    await desk.screenshot('sign-in-refused');
    await desk.quickInput.locator('input[type=password]').fill('the word of ann');
    await desk.keyboard.press('Enter');
    const told = await desk.toast('Signed in to');
    assert.match(told, /as ann\. The login is kept in the keychain/);
    await desk.row('demo/app').waitFor();
    await desk.screenshot('signed-in');
    await desk.closeToasts();
  });

  it('says at GHCR which kind of token it takes, with VS Code’s account first', async () => {
    await desk.rowMenu('ghcr.io/acme', 'Sign In to Registry…');
    await desk.quickRow('Sign in with GitHub').waitFor();
    await desk.screenshot('sign-in-ghcr');
    await desk.pick('personal access token (classic)');
    await desk.keyboard.answer('Your GitHub user name', 'ann');
    await desk.quickInput.getByText('with read:packages, write:packages').waitFor();
    await desk.screenshot('sign-in-ghcr-token');
    await desk.keyboard.press('Escape');
  });

  it('is undone by Sign Out of Registry', async () => {
    await desk.rowMenu(registry.address, 'Sign Out of Registry…');
    await desk.quickRow('user ann').waitFor();
    await desk.screenshot('sign-out');
    await desk.pick('user ann');
    await desk.row('wants a login').waitFor();
  });
});
