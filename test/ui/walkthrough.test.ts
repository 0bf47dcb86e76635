// The walkthrough, as a person finds it who has just installed the extension (ux V12).
import assert from 'node:assert/strict';
import { makeFolder, session } from '../support/ui/session.ts';
import { haveKey, sitDown, type Desk } from '../support/ui/steps.ts';

const steps = ['Make a key', 'Add a registry', 'Sign an image', 'Verify it, and say whom you trust'] as const;

describe('the walkthrough', () => {
  let desk: Desk;

  before(async () => {
    const { demo } = await session();
    desk = await sitDown(await makeFolder('walkthrough', { 'countersign.registries': [demo.address] }));
  });

  after(() => desk.close());

  it('has four steps with a picture each, and a step is done once its thing is there [V12]', async () => {
    const { keyboard, page } = desk;
    await page.setViewportSize({ width: 1500, height: 800 });
    await keyboard.run('Welcome: Open Walkthrough...');
    await keyboard.choose('Select a walkthrough', 'Sign and verify container images');
    // VS Code ticks what comes true while it knows the walkthrough.
    await haveKey(desk);
    await desk.container('Countersign');
    const step = (title: string) => page.locator('.getting-started-step', { hasText: title }).first();
    for (const [index, title] of steps.entries()) {
      await step(title).click();
      await page.locator('.getting-started-step.expanded', { hasText: title }).waitFor();
      await page
        .locator('.getting-started-media img, .getting-started-media svg, .getting-started-media iframe')
        .first()
        .waitFor();
      await desk.screenshot(`walkthrough-${index + 1}`);
    }
    const done = (title: string) => step(title).locator('.codicon-getting-started-step-checked.complete');
    for (const title of steps.slice(0, 2)) await done(title).waitFor();
    for (const title of steps.slice(2)) assert.equal(await done(title).count(), 0, title);
  });
});
