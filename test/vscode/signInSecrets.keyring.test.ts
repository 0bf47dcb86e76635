// Logins in a real keychain: kept there and nowhere else, listed without asking it, gone after signing out (N1, V5).
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { signIn } from '../../src/host/commands/signIn.ts';
import { signOut } from '../../src/host/commands/signOut.ts';
import { told } from '../../src/host/commands/told.ts';
import { requireKeytar } from '../../src/host/keys/keytarModule.ts';
import { startRegistry } from '../demo/registry.ts';
import { keyHost, testService } from '../support/vscode/keyHost.ts';
import { memorySecrets, memoryState } from '../support/vscode/memoryState.ts';
import { filesThatHold } from '../support/vscode/traces.ts';
import { played } from './keyAnswers.ts';
import { anyLogin, endScenes, endWith, errorRow, newScene, rows, user, words } from './signInScene.ts';

const service = `${testService()}-logins`;

describe('a login in the keychain', () => {
  const keytar = requireKeytar();
  const ring = async (): Promise<readonly (readonly [name: string, text: string])[]> =>
    (await keytar.findCredentials(service)).map(({ account, password }) => [account, password]);

  afterEach(endScenes);
  after(async () => {
    for (const [name] of await ring()) await keytar.deletePassword(service, name);
  });

  it('is nowhere but there, is listed without asking it, and is gone after signing out [N1] [V5]', async () => {
    const began = Date.now() - 2000;
    const [password, wrong] = [`canary-${randomUUID()}`, `canary-${randomUUID()}`];
    const registry = await startRegistry({
      auth: { token: { expiresInSeconds: 300 }, users: { ann: password } },
    });
    endWith(() => registry.stop());
    const state = memoryState();
    const secrets = memorySecrets();
    const scene = await newScene(registry.address, undefined, { service, state, secrets });
    const row = await errorRow(scene);
    const shown = await played(
      () => told(scene.host, () => signIn(scene.host, row)),
      ...[anyLogin, user('ann'), words(wrong, password)],
    );
    assert.match(shown.at(-1) ?? '', /kept in the keychain/);
    const [kept] = await ring();
    assert.equal(kept?.[0], `login/${registry.address}`);
    assert.ok(kept[1].includes(password));

    const later = keyHost({ service, state, secrets });
    const expected = { registry: registry.address, path: '', user: 'ann', heldIn: 'keychain' };
    assert.deepEqual(await later.logins.list(), [expected]);
    assert.equal(later.keychainLoads(), 0);
    const elsewhere = keyHost({ service, state, secrets, machine: 'another machine' });
    assert.deepEqual(await elsewhere.logins.list(), []);
    assert.deepEqual(await later.keys.find(), [], 'a login is no key');

    const [root] = await rows(scene);
    const line = { type: 'pick', about: /Which login is to be forgotten/, label: /./ } as const;
    const left = await played(() => told(scene.host, () => signOut(scene.host, root)), line);
    assert.deepEqual(await ring(), []);
    assert.deepEqual(await later.logins.list(), []);

    const beside = state.keys().map((name) => [name, state.get(name)]);
    const inSecrets = await Promise.all((await secrets.keys()).map((name) => secrets.get(name)));
    const places = inspect([scene.logged, shown, left, beside, inSecrets, state.synced], { depth: 9 });
    for (const secret of [password, wrong]) {
      assert.ok(!places.includes(secret));
      assert.deepEqual(filesThatHold(secret, began), []);
    }
  });
});
