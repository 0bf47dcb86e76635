// What becomes of signatures behind the signing: an index signed with its platforms, copies, removals, orphans, repairs.
import assert from 'node:assert/strict';
import { startRegistry, type Registry } from '../demo/registry.ts';
import { pushImage } from '../support/sampleImages.ts';
import { makeFolder } from '../support/ui/session.ts';
import {
  generateKey,
  haveKey,
  key,
  signImage,
  signUpToPlan,
  sitDown,
  type Desk,
} from '../support/ui/steps.ts';

describe('looking after signatures', () => {
  let desk: Desk;
  let registry: Registry;
  const other = { label: 'weekly', password: 'the password of weekly' };
  const which = 'Without a tag, latest is meant';

  const tagsOf = (path: string): readonly string[] => [
    ...(registry.state.repositories.get(path)?.tags.keys() ?? []),
  ];
  const signatureTags = (path: string): readonly string[] =>
    tagsOf(path).filter((tag) => tag.endsWith('.sig'));

  before(async () => {
    registry = await startRegistry({});
    desk = await sitDown(await makeFolder('care', { 'countersign.registries': [registry.address] }), 900);
    await haveKey(desk);
  });

  beforeEach(() => desk.closeToasts());

  after(async () => {
    await desk.close();
    await registry.stop();
  });

  it('signs an index and its platforms by one plan that names every digest', async () => {
    const { keyboard } = desk;
    const { reference } = await pushImage(registry.address, 'care/index', '1.0', {
      architectures: ['amd64', 'arm64'],
    });
    await signUpToPlan(desk, reference, key.label);
    await desk.screenshot('index-plan');
    await keyboard.choose('Enter signs exactly what stands here', 'Sign the platform images too');
    const plan = await keyboard.sees('Enter signs exactly what stands here');
    await desk.screenshot('index-plan-all');
    assert.equal(plan.match(/sha256:[0-9a-f]{64}/g)?.length, 3, plan);
    await keyboard.choose('Enter signs exactly what stands here', 'Sign');
    await keyboard.answer(`Password of ${key.label}`, key.password);
    await desk.toast('signed by');
    assert.equal(signatureTags('care/index').length, 3);
    await keyboard.run('Countersign: Verify Image');
    await keyboard.answer(which, reference);
    await desk.toast('is verified');
    await desk.screenshot('index-verified');
  });

  it('copies an image with its signatures after a plan that lists what goes', async () => {
    const { keyboard } = desk;
    const { reference } = await pushImage(registry.address, 'care/app', '1.0');
    await signImage(desk, reference);
    await desk.closeToasts();
    await keyboard.run('Countersign: Copy Image with Signatures');
    await keyboard.answer('The image to copy', reference);
    await keyboard.answer('Where to copy', `${registry.address}/kept/app:2.0`);
    const plan = await keyboard.sees('Enter copies exactly what stands here');
    await desk.screenshot('copy-plan');
    assert.match(plan, /kept\/app:2\.0/);
    await keyboard.choose('Enter copies exactly what stands here', 'Copy');
    await desk.toast('Copied to');
    await desk.screenshot('copy-result');
    assert.ok(tagsOf('kept/app').includes('2.0'));
    assert.deepEqual(signatureTags('kept/app'), signatureTags('care/app'));
    await desk.toastAction('Copied to', 'Verify');
    await desk.toast('is verified');
  });

  it('saves an image into a folder, verifies it there without its registry, and loads it again', async () => {
    const { keyboard } = desk;
    const { reference } = await pushImage(registry.address, 'care/saved', '1.0');
    await signImage(desk, reference);
    await desk.closeToasts();
    await keyboard.run('Countersign: Save Image with Signatures');
    await keyboard.answer('The image to save', reference);
    const folder = await keyboard.takeProposedFile('a Folder That Is Not There Yet');
    await keyboard.sees('Enter saves exactly what stands here');
    await desk.screenshot('save-plan');
    await keyboard.choose('Enter saves exactly what stands here', 'Save');
    await desk.toast('Saved');
    await desk.screenshot('save-result');
    await desk.closeToasts();

    const { repositories } = registry.state;
    const saved = repositories.get('care/saved');
    repositories.delete('care/saved');
    await keyboard.run('Countersign: Verify Saved Image');
    await keyboard.takePath('Verify Saved Image', folder);
    await keyboard.answer('Which image it is to be', reference);
    await desk.toast('is verified');
    await desk.screenshot('saved-verified');
    // The looks behind the signature are to find it: their warning would stand before the toasts of the tests that follow.
    if (saved !== undefined) repositories.set('care/saved', saved);
    await desk.closeToasts();

    await keyboard.run('Countersign: Load Image into Registry');
    await keyboard.takePath('Load Image into Registry', folder);
    await keyboard.answer('Where to load', `${registry.address}/care/loaded:1.0`);
    await keyboard.sees('Enter loads exactly what stands here');
    await desk.screenshot('load-plan');
    await keyboard.choose('Enter loads exactly what stands here', 'Load');
    await desk.toast('Loaded');
    assert.equal(signatureTags('care/loaded').length, 1);
  });

  it('removes one signer’s signature and leaves the other’s', async () => {
    const { keyboard } = desk;
    const { reference } = await pushImage(registry.address, 'care/two', '1.0');
    await signImage(desk, reference);
    await desk.closeToasts();
    await generateKey(desk, other.label, other.password);
    await signUpToPlan(desk, reference, other.label);
    await keyboard.choose('Enter signs exactly what stands here', 'Sign');
    await keyboard.answer(`Password of ${other.label}`, other.password);
    await desk.toast('is signed by');
    await desk.closeToasts();
    await keyboard.run('Countersign: Remove Signatures');
    await keyboard.answer('The image stays', reference);
    await keyboard.sees('Nothing is removed before you have seen the plan');
    await desk.screenshot('remove-which');
    await keyboard.choose('Nothing is removed before you have seen the plan', `Those by ${key.label}`);
    const plan = await keyboard.sees('Enter removes exactly what stands here');
    await desk.screenshot('remove-plan');
    assert.match(plan, /Written again without 1 of 2/);
    await keyboard.choose('Enter removes exactly what stands here', 'Remove');
    await desk.toast('Removed 1 signature');
    await desk.screenshot('remove-result');
    await keyboard.run('Countersign: Verify Image');
    await keyboard.answer(which, reference);
    await desk.toast(`is verified by your own key ${other.label}`);
  });

  it('finds signatures whose image is gone, and removes those that are chosen', async () => {
    const { keyboard } = desk;
    const { reference, digest } = await pushImage(registry.address, 'care/gone', '1.0');
    await signImage(desk, reference);
    await desk.closeToasts();
    const repository = registry.state.repositories.get('care/gone');
    repository?.tags.delete('1.0');
    repository?.manifests.delete(digest);
    await keyboard.run('Countersign: Find Orphaned Signatures');
    await keyboard.answer('The repository that holds the signatures', `${registry.address}/care/gone`);
    await keyboard.sees('Choose what to remove');
    await desk.screenshot('orphans-list');
    await keyboard.press('ArrowDown');
    await keyboard.press('Space');
    await keyboard.press('Enter');
    await keyboard.sees('Enter removes exactly what stands here');
    await desk.screenshot('orphans-plan');
    await keyboard.choose('Enter removes exactly what stands here', 'Remove');
    await desk.toast('Removed 1 signature');
    assert.deepEqual(signatureTags('care/gone'), []);
  });

  it('writes back what somebody took away behind a signature, once the person says so [S34]', async () => {
    const { keyboard } = desk;
    const { reference } = await pushImage(registry.address, 'care/lost', '1.0');
    await signImage(desk, reference);
    await desk.closeToasts();
    for (const tag of signatureTags('care/lost'))
      registry.state.repositories.get('care/lost')?.tags.delete(tag);
    await keyboard.run('Countersign: Repair Signatures');
    const plan = await keyboard.sees('Nothing is written before you choose to');
    await desk.screenshot('repair-plan');
    assert.match(plan, /Missing, would be written back/);
    await keyboard.choose('Nothing is written before you choose to', 'back');
    await desk.toast('written back');
    await desk.screenshot('repair-result');
    assert.equal(signatureTags('care/lost').length, 1);
  });
});
