// The plan of a signature: every line of it can be changed, what it says of the registry's rights, and cancelling after it.
import assert from 'node:assert/strict';
import type { RecordedRequest } from '../demo/answers.ts';
import { startRegistry, type Registry } from '../demo/registry.ts';
import { startDistribution, type RunningDistribution } from '../support/distribution.ts';
import { findDockerRegistry } from '../support/peers.ts';
import { pushImage } from '../support/sampleImages.ts';
import { skipTest } from '../support/skip.ts';
import { newGate, type Gate } from '../support/ui/gate.ts';
import { logIn, logOut, makeFolder } from '../support/ui/session.ts';
import {
  generateKey,
  haveKey,
  key,
  planWords,
  signUpToPlan,
  sitDown,
  writes,
  type Desk,
} from '../support/ui/steps.ts';

const isUpload = ({ method, path }: RecordedRequest): boolean =>
  method === 'POST' && path.endsWith('/uploads/');
const isManifest = ({ method, path }: RecordedRequest): boolean =>
  method === 'PUT' && path.includes('/manifests/');

describe('the plan of a signature', () => {
  let desk: Desk;
  let registry: Registry;
  let gate: Gate;
  const users = { writer: 'may write', reader: 'may read' } as const;
  const other = { label: 'other', password: 'the other password' };

  const image = async (path: string): Promise<string> =>
    (await pushImage(registry.address, path, '1.0')).reference;

  const signatureTags = (path: string): readonly string[] =>
    [...(registry.state.repositories.get(path)?.tags.keys() ?? [])].filter((tag) => tag.endsWith('.sig'));

  async function startWithTokens(context: Mocha.Context): Promise<RunningDistribution> {
    if ((await findDockerRegistry()) === undefined)
      skipTest(context, 'docker-registry is not installed (apt-get install docker-registry)');
    const grants = (user: string | undefined, _: string, action: string): boolean =>
      user === 'writer' || (user === 'reader' && action === 'pull');
    return startDistribution({ version: 'debian', auth: { users, grants } }, new AbortController().signal);
  }

  async function tokenOf({ tokenServer }: RunningDistribution, user: keyof typeof users): Promise<string> {
    const scope = 'repository:team/app:pull,push';
    const basic = Buffer.from(`${user}:${users[user]}`).toString('base64');
    const headers = { authorization: `Basic ${basic}` };
    const answer = await fetch(`${tokenServer?.realm}?service=${tokenServer?.service}&scope=${scope}`, {
      headers,
    });
    return `Bearer ${((await answer.json()) as { token: string }).token}`;
  }

  before(async () => {
    gate = newGate();
    registry = await startRegistry({ statusFor: (request) => gate.pass(request) });
    desk = await sitDown(await makeFolder('plan', { 'countersign.registries': [registry.address] }));
    await haveKey(desk);
  });

  beforeEach(() => desk.closeToasts());

  after(async () => {
    await desk.close();
    await registry.stop();
  });

  it('can be changed line by line, and what is confirmed is what is written [U6]', async () => {
    const { keyboard } = desk;
    const [words] = planWords;
    await generateKey(desk, other.label, other.password);
    await signUpToPlan(desk, await image('team/app'), key.label);
    await desk.screenshot('plan-as-first-shown');
    for (const annotation of ['env=prod', 'draft=yes']) {
      await keyboard.choose(words, 'Add annotation…');
      await keyboard.answer('It is signed together with the digest', annotation);
    }
    await keyboard.choose(words, 'draft=yes');
    await keyboard.choose(words, 'Place ');
    await keyboard.choose('Change Place', 'Another repository…');
    await keyboard.answer('Without tag or digest', `${registry.address}/team/signatures`);
    await keyboard.choose('Layout', 'All in this repository');
    await keyboard.choose(words, `Key ${key.label}`);
    await keyboard.choose('Change Key', other.label);
    await keyboard.choose(words, 'OCI media types');
    await desk.quickRow('Docker (legacy) media types').waitFor();
    await desk.screenshot('plan-changed');
    const plan = await keyboard.choose(words, 'Sign');
    for (const line of [
      'env=prod',
      `Place ${registry.address}/team/signatures`,
      'layout shared',
      'Key other',
    ])
      assert.ok(plan.includes(line), `${line} stands in: ${plan}`);
    assert.ok(!plan.includes('draft'));
    await keyboard.answer(`Password of ${other.label}`, other.password);
    await desk.toast('is signed by other');

    assert.deepEqual(signatureTags('team/app'), []);
    const written = registry.state.repositories.get('team/signatures');
    const [digest = ''] = written?.tags.values() ?? [];
    const manifest = written?.manifests.get(digest);
    assert.equal(manifest?.mediaType, 'application/vnd.docker.distribution.manifest.v2+json');
    const blobs = [...(written?.blobs.values() ?? [])].map((blob) => Buffer.from(blob).toString('utf8'));
    const payload = blobs.find((blob) => blob.includes('cosign container image signature'));
    assert.match(payload ?? '', /"optional":\{"env":"prod"\}/);

    // No setting names that place: the button of the message asks there all the same.
    await desk.toastAction('is signed by other', 'Verify');
    await desk.toast('is verified by your own key other');
  });

  it('says before the password that the registry denies push, and offers to sign anyway [U14]', async function test() {
    const registry = await startWithTokens(this);
    try {
      const { keyboard } = desk;
      const { address } = registry;
      const writer = { headers: { authorization: await tokenOf(registry, 'writer') } };
      const { reference, digest } = await pushImage(address, 'team/app', '1.0', writer);
      await logIn(address, 'reader', users.reader);
      const plan = await signUpToPlan(desk, reference, key.label);
      await desk.screenshot('plan-push-denied');
      assert.match(plan, /The registry denies push/);
      assert.match(plan, /reader/);
      await keyboard.choose(planWords[0], 'Sign Anyway');
      await keyboard.answer(`Password of ${key.label}`, key.password);
      assert.match(await desk.toast('team/app'), /user reader/);
      const tag = `http://${address}/v2/team/app/manifests/${digest.replace(':', '-')}.sig`;
      assert.equal((await fetch(tag, writer)).status, 404);
    } finally {
      await logOut();
      await registry.stop();
    }
  });

  it('leaves nothing where the person cancels during the upload [U13]', async () => {
    const reference = await image('team/cancelled');
    const held = gate.hold(isUpload);
    registry.requests.length = 0;
    await signUpToPlan(desk, reference, key.label);
    await desk.keyboard.press('Enter');
    await desk.keyboard.answer(`Password of ${key.label}`, key.password);
    await held.arrived;
    await desk.toast('uploading the signature');
    await desk.screenshot('sign-progress');
    await desk.toastAction('uploading the signature', 'Cancel');
    await desk.toast('Cancelled; nothing was written');
    held.release();
    assert.deepEqual(writes(registry).filter(isManifest), []);
    assert.deepEqual(signatureTags('team/cancelled'), []);
  });

  it('shows no Cancel any more while the signature is written, and finishes it [U13]', async () => {
    const reference = await image('team/late');
    const held = gate.hold(isManifest);
    await signUpToPlan(desk, reference, key.label);
    await desk.keyboard.press('Enter');
    await desk.keyboard.answer(`Password of ${key.label}`, key.password);
    await held.arrived;
    await desk.toast('it cannot be cancelled');
    const progress = desk.page.locator('.notification-list-item', { hasText: 'Signing' });
    await progress.locator('.monaco-button', { hasText: 'Cancel' }).waitFor({ state: 'detached' });
    assert.equal(await progress.count(), 1);
    await desk.screenshot('sign-writing');
    held.release();
    await desk.toast('is signed by nightly');
    assert.equal(signatureTags('team/late').length, 1);
  });
});
