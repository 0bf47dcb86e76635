// The Registries view with three registries: one with signed images, one with ten thousand repositories, one that does not
// answer. By keyboard, and its pictures in every kind of theme (ux V13), kept in .test-results/screenshots.
import assert from 'node:assert/strict';
import { startBigRegistry, type BigRegistry } from '../bench/bigRegistry.ts';
import { startRegistry } from '../demo/registry.ts';
import { themes, type Theme } from '../support/ui.ts';
import { changeSettings, makeFolder, session } from '../support/ui/session.ts';
import { sitDown, type Desk } from '../support/ui/steps.ts';

for (const theme of ['dark', 'light', 'highContrast'] as const satisfies readonly Theme[])
  describe(`the tree with three registries in the theme ${theme}`, () => {
    let desk: Desk;
    let demo: string;
    let big: BigRegistry;
    let silent: string;

    before(async () => {
      demo = (await session()).demo.address;
      big = await startBigRegistry();
      const gone = await startRegistry();
      silent = gone.address;
      await gone.stop();
      const folder = await makeFolder(`tree-${theme}`, {
        'countersign.registries': [demo, big.address, silent],
      });
      await changeSettings({ 'workbench.colorTheme': themes[theme] });
      desk = await sitDown(folder, 1100);
      await desk.container('Countersign');
      await desk.row(silent).waitFor();
    });

    after(async () => {
      await desk.close();
      await big.stop();
      await changeSettings({ 'workbench.colorTheme': themes.dark });
    });

    it('opens, filters and marks what is signed by keyboard alone [V13]', async () => {
      const { keyboard } = desk;
      await keyboard.focusTree('Registries');
      await keyboard.goTo(silent);
      await keyboard.open();
      await desk.row('Nothing answers at').waitFor();
      await keyboard.goTo(demo);
      await keyboard.open();
      await keyboard.goTo('demo/app');
      await keyboard.open();
      await desk.row(/^2\.0/).waitFor();
      await keyboard.run('Countersign: Copy Digest');
      await keyboard.answer('Without a tag, latest is meant', `${demo}/demo/app:2.0`);
      await desk.row(/^2\.0signed, not checked/).waitFor();

      await keyboard.focusTree('Registries');
      await keyboard.goTo(big.address);
      await keyboard.open();
      await desk.row('team-000').waitFor();
      await desk.row('1,000 loaded').waitFor();
      await keyboard.run('Countersign: Filter…');
      await keyboard.choose('Which list?', big.address);
      await keyboard.answer('Shows only names with this text', 'app-042');
      await desk.row('team-000/app-042').waitFor();
      const words = (await desk.row(big.address).getAttribute('aria-label')) ?? '';
      assert.match(words, /filter: app-042/);
      await desk.screenshot(`tree-three-registries-${theme}`);
    });

    it('checks all tags of a repository, and every verdict stands on its row [U12]', async () => {
      const { keyboard } = desk;
      await keyboard.run('Countersign: Check All…');
      await keyboard.choose('The tags of which repository?', `${demo}/demo/app`);
      await desk.toast('Checked');
      await desk.screenshot(`tree-check-all-${theme}`);
      await desk.closeToasts();
    });
  });
