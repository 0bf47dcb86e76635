// A new user without a mouse, from the first key to a signature that real cosign accepts (ux V13, U1).
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { newCosign } from '../support/cosign.ts';
import { findPeer } from '../support/peers.ts';
import { skipTest } from '../support/skip.ts';
import { inCi } from '../support/task/tools.ts';
import { newKeyboard, type Keyboard } from '../support/ui/keyboard.ts';
import { makeFolder, openWindow, session, type Window } from '../support/ui/session.ts';

describe('a person with a keyboard only', () => {
  let window: Window;
  let keyboard: Keyboard;
  let image: string;
  let folder: string;

  before(async () => {
    const { demo } = await session();
    image = `${demo.address}/demo/unsigned:1.0`;
    folder = await makeFolder('keyboard', { 'countersign.registries': [demo.address] });
    window = await openWindow(folder);
    keyboard = newKeyboard(window.page);
  });

  after(async () => {
    await window.close();
  });

  it('generates a key pair, and is told where it is kept', async () => {
    await keyboard.run('Countersign: Generate Key Pair');
    await keyboard.answer('A name for the key', 'release');
    await keyboard.answer('Password of', 'a good password');
    await keyboard.answer('The same password once more', 'a good password');
    assert.match(await window.toast('release'), /kept in the keychain/);
  });

  it('signs an image from the palette: the plan, a wrong password, the right one [V13]', async () => {
    await keyboard.run('Countersign: Sign Image');
    await keyboard.answer('Without a tag, latest is meant', image);
    // Suites before this one may have made keys of their own.
    const next = await keyboard.seesOneOf('Sign with Which Key?', 'Enter signs exactly what stands here');
    if (next === 'Sign with Which Key?') await keyboard.choose(next, 'release');
    const plan = await keyboard.sees('Enter signs exactly what stands here');
    assert.match(plan, /sha256:[0-9a-f]{64}/);
    await keyboard.press('Enter');
    await keyboard.answer('Password of release', 'a wrong password');
    await keyboard.answer('does not open', 'a good password');
    assert.match(await window.toast('is signed by release'), /stored as .*\.sig/);
  });

  it('sees the .sig in the tree under the image it signs', async () => {
    const { demo } = await session();
    await keyboard.focusTree('Registries');
    for (const row of [demo.address, 'demo/unsigned', '1.0', 'sha256-']) {
      await keyboard.goTo(row);
      await keyboard.open();
    }
    await keyboard.goTo('Signature 1');
    await window.screenshot('keyboard-tree');
  });

  it('verifies it: by the own key, as no rule names the image [U1]', async () => {
    await keyboard.run('Countersign: Verify Image');
    await keyboard.answer('Without a tag, latest is meant', image);
    assert.match(await window.toast('is verified'), /by your own key release \(.*no rule names this image/);
  });

  it('trusts the signer in all windows, and verifies by that rule [U1, V13]', async () => {
    await keyboard.run('Countersign: Trust This Signer');
    await keyboard.answer('The image is verified first', image);
    await keyboard.choose('Trust Which Key?', 'release');
    await keyboard.choose('Trust Where?', 'In all my windows');
    await keyboard.choose('Trust for Which Images?', 'This image');
    const toast = await window.toast('of user settings');
    assert.match(toast, /is verified by release \([0-9a-f]{12}\); rule .*demo\/unsigned of user settings/);
    await window.screenshot('keyboard-trusted');
  });

  it('exports the public key, with which real cosign 3 verifies that very .sig', async function cosign() {
    const file = path.join(folder, 'release.pub');
    await keyboard.run('Countersign: Export Public Key');
    await keyboard.choose('Export Public Key', 'release');
    await keyboard.choose('The public key of', 'Save as a file');
    assert.equal(await keyboard.takeProposedFile('Export Public Key'), file);
    await window.toast('Exported to');
    assert.equal(existsSync(file), true);
    const { signal } = new AbortController();
    const program = await findPeer('cosign3');
    if (program === undefined) {
      // The interop run has built it before, where that is possible.
      assert.ok(!inCi || process.env['RESULT_PART'] !== 'interop-ui', 'cosign 3 could not be built');
      skipTest(this, 'cosign 3 is not installed (npm run test:interop builds it)');
    }
    const tool = await newCosign(program, 3);
    try {
      const { code, stdout, stderr } = await tool.verify(image, file, {}, signal);
      assert.equal(code, 0, stderr);
      assert.match(stdout, /"docker-manifest-digest":"sha256:/);
    } finally {
      await tool.dispose();
    }
  });
});
