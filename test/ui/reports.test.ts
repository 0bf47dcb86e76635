// A report that a window restored, and the next one of the same image (V8).
import assert from 'node:assert/strict';
import { pushImage } from '../support/sampleImages.ts';
import { previewOf, previewText } from '../support/ui/preview.ts';
import { session } from '../support/ui/session.ts';
import { sitDown, type Desk } from '../support/ui/steps.ts';

describe('a report', () => {
  let desk: Desk;
  let image: string;

  before(async () => {
    const { demo } = await session();
    image = `${demo.address}/demo/restored:1.0`;
    await pushImage(demo.address, 'demo/restored', '1.0');
    desk = await sitDown(demo.workspace);
  });

  after(() => desk.close());

  async function verify(): Promise<void> {
    await desk.keyboard.run('Countersign: Verify Image');
    await desk.keyboard.answer('Without a tag, latest is meant', image);
  }

  async function isRestored(): Promise<boolean> {
    const tab = desk.page.locator('.tabs-container .tab').first();
    return tab.waitFor({ timeout: 10_000 }).then(
      () => true,
      () => false,
    );
  }

  it('says of a tab of an earlier session that it is not kept, and is drawn once it is made anew [V8]', async () => {
    const { page, keyboard } = desk;
    await verify();
    assert.match(await previewText(page, 'Not signed'), /demo\/restored/);
    // In a browser VS Code notes its tabs now and then: a reload right behind the report may find none of them.
    for (const wait of [3000, 8000, 13_000]) {
      await page.waitForTimeout(wait);
      await page.reload();
      await page.locator('.monaco-workbench .activitybar').first().waitFor();
      if (await isRestored()) break;
      await verify();
      await previewOf(page, 'Not signed');
    }
    assert.match(await previewText(page, 'Not kept'), /demo\/restored/);
    await keyboard.run('View: Close All Editors');
    await verify();
    assert.match(await previewText(page, 'Not signed'), /demo\/restored/);
  });
});
