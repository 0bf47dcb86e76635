// Signing where something is not as it should be: what a person sees, and that nothing is written unasked.
import assert from 'node:assert/strict';
import { startRegistry, type Registry } from '../demo/registry.ts';
import { pushImage } from '../support/sampleImages.ts';
import { makeFolder } from '../support/ui/session.ts';
import {
  haveKey,
  key,
  signImage,
  signInstead,
  signUpToPlan,
  sitDown,
  writes,
  type Desk,
} from '../support/ui/steps.ts';

describe('a person who signs', () => {
  let desk: Desk;
  let registry: Registry;
  let image: string;

  before(async () => {
    registry = await startRegistry();
    image = (await pushImage(registry.address, 'team/app', '1.0')).reference;
    desk = await sitDown(await makeFolder('sign', { 'countersign.registries': [registry.address] }));
    await haveKey(desk);
  });

  beforeEach(async () => {
    await desk.closeToasts();
    registry.requests.length = 0;
  });

  after(async () => {
    await desk.close();
    await registry.stop();
  });

  it('may press Escape at every question: nothing is written and nothing is complained about', async () => {
    const { keyboard } = desk;
    const steps = [
      () => keyboard.run('Countersign: Sign Image').then(() => keyboard.sees('Without a tag')),
      () => signUpToPlan(desk, image, key.label),
      async () => {
        await signUpToPlan(desk, image, key.label);
        await keyboard.press('Enter');
        await keyboard.sees(`Password of ${key.label}`);
      },
    ];
    for (const step of steps) {
      await step();
      await keyboard.press('Escape');
      await desk.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    }
    assert.deepEqual(writes(registry), []);
    assert.equal(await desk.page.locator('.notifications-toasts .notification-list-item').count(), 0);
  });

  it('is asked again in the same box after each wrong password, and may give up [U4]', async () => {
    const { keyboard } = desk;
    await signUpToPlan(desk, image, key.label);
    await keyboard.press('Enter');
    await keyboard.answer(`Password of ${key.label}`, 'wrong');
    await keyboard.answer('does not open', 'wrong again');
    await keyboard.answer('does not open', 'wrong for the third time');
    await keyboard.sees('does not open');
    await desk.screenshot('wrong-password');
    await keyboard.press('Escape');
    await desk.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    assert.deepEqual(writes(registry), []);
  });

  it('is told that an image is not in the registry and has to be pushed first [U7]', async () => {
    const told = desk.toast('Push it first');
    await signInstead(desk, `${registry.address}/team/never:1.0`, key.label, told);
    assert.match(await told, /team\/never:1\.0.* is not in the registry/);
  });

  it('is told that the key has signed the image already, and nothing is written', async () => {
    await signImage(desk, image);
    registry.requests.length = 0;
    const plan = await signUpToPlan(desk, image, key.label);
    assert.match(plan, /Already Signed/);
    await desk.screenshot('plan-already-signed');
    await desk.keyboard.press('Enter');
    await desk.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    assert.deepEqual(writes(registry), []);
  });
});
