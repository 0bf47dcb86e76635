// The pictures of the tree, the plan and a report for each verdict in every kind of theme (ux V13), and what stands in
// them. Kept in .test-results/screenshots.
import assert from 'node:assert/strict';
import { pushImage } from '../support/sampleImages.ts';
import { themes, type Theme } from '../support/ui.ts';
import { previewText } from '../support/ui/preview.ts';
import { changeSettings, session } from '../support/ui/session.ts';
import { haveKey, key, signUpToPlan, sitDown, type Desk } from '../support/ui/steps.ts';

interface Verdict {
  readonly name: string;
  readonly image: string;
  /** Of the report, and how a node says it. */
  readonly heading: string;
  readonly says: RegExp;
}

const verdicts: readonly Verdict[] = [
  { name: 'verified', image: 'demo/app:1.1', heading: 'Verified', says: /every rule that names this image/ },
  {
    name: 'could-not-check',
    image: 'demo/bundle:1.0',
    heading: 'Could not check',
    says: /format that this version cannot judge/,
  },
  { name: 'rejected', image: 'demo/rejected:1.0', heading: 'Rejected', says: /signed digest/ },
  {
    name: 'untrusted',
    image: 'demo/untrusted:1.0',
    heading: 'Signed, by no one you trust',
    says: /none of a signer you trust/,
  },
  { name: 'unsigned', image: 'demo/plain:1.0', heading: 'Not signed', says: /there is no signature/ },
];

for (const theme of ['dark', 'light', 'highContrast'] as const satisfies readonly Theme[])
  describe(`in the theme ${theme}`, () => {
    let desk: Desk;
    let demo: string;

    before(async () => {
      const running = await session();
      demo = running.demo.address;
      await pushImage(demo, 'demo/plain', '1.0');
      await changeSettings({ 'workbench.colorTheme': themes[theme] });
      desk = await sitDown(running.demo.workspace, 1200);
      await haveKey(desk);
      await desk.container('Countersign');
    });

    after(async () => {
      await desk.close();
      await changeSettings({ 'workbench.colorTheme': themes.dark });
    });

    it('shows the plan of a signature as a list', async () => {
      const plan = await signUpToPlan(desk, `${demo}/demo/plain:1.0`, key.label);
      assert.match(plan, /Sign This Image\?/);
      await desk.screenshot(`plan-${theme}`);
      await desk.keyboard.press('Escape');
    });

    for (const { name, image, heading, says } of verdicts)
      it(`shows the verdict ${name} with its reasons in a report [V8]`, async () => {
        const { keyboard, page } = desk;
        await keyboard.run('Countersign: Verify Image');
        await keyboard.answer('Without a tag, latest is meant', `${demo}/${image}`);
        await desk.toast(image);
        if (name === 'verified') await desk.toastAction(image, 'Show Report');
        const text = await previewText(page, heading);
        assert.match(text, says);
        await page.locator('.tab.active', { hasText: '.report.md' }).first().waitFor();
        if (theme === 'dark') await desk.screenshot(`verdict-${name}`);
        await desk.closeToasts();
        await desk.screenshot(`report-${name}-${theme}`);
      });

    it('shows the verdicts in the tree by an icon, in words and to screen readers [U12, V13]', async () => {
      await desk.keyboard.run('View: Close All Editors');
      await desk.expand(demo);
      for (const { image, heading } of verdicts) {
        const [repository = '', tag = ''] = image.split(':');
        await desk.expand(repository);
        const row = desk.row(new RegExp(`^${tag.replace('.', '\\.')}${heading}`));
        await row.waitFor();
        assert.match((await row.getAttribute('aria-label')) ?? '', new RegExp(`${tag}.*${heading}`));
      }
      await desk.screenshot(`tree-${theme}`);
    });
  });
