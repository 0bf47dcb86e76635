// Signing in and out with the real store, engine and tree, at registries that ask for a login: Debian's docker-registry
// with htpasswd, and the demo registry with tokens.
import assert from 'node:assert/strict';
import { signIn } from '../../src/host/commands/signIn.ts';
import { signOut } from '../../src/host/commands/signOut.ts';
import { told } from '../../src/host/commands/told.ts';
import { htpasswdUsers, startDistribution } from '../support/distribution.ts';
import { findDockerRegistry } from '../support/peers.ts';
import { skipTest } from '../support/skip.ts';
import { until } from '../support/until.ts';
import type { Keytar } from '../../src/host/keys/keychain.ts';
import { newRing } from '../support/vscode/memoryRing.ts';
import { memorySecrets, memoryState } from '../support/vscode/memoryState.ts';
import type { Answer } from '../support/vscode/person.ts';
import { played } from './keyAnswers.ts';
import {
  anyLogin,
  canary,
  endScenes,
  endWith,
  errorRow,
  labels,
  never,
  newScene,
  rows,
  tokenRegistry,
  user,
  words,
} from './signInScene.ts';
import { labelOf } from './treeWords.ts';

describe('signing in to a registry', () => {
  const state = memoryState();
  const secrets = memorySecrets();

  afterEach(endScenes);

  it('from the row that says so: a wrong password is asked for again in the same box, and then the tree is there [U11]', async () => {
    const address = await tokenRegistry();
    const scene = await newScene(address, undefined, { state, secrets });
    const row = await errorRow(scene);
    assert.match(labelOf(row.treeItem()), /wants a login/);
    assert.ok(row.actions?.some(({ kind }) => kind === 'sign-in'));
    const shown = await played(
      () => told(scene.host, () => signIn(scene.host, row)),
      anyLogin,
      user('ann'),
      words('canary-wrong', canary),
    );
    assert.match(shown.join('\n'), /refused this login \(status 401\)/);
    assert.match(shown.at(-1) ?? '', /Signed in to localhost:\d+ as ann\..*kept in VS Code’s secret storage/);
    assert.deepEqual(await scene.host.logins.list(), [
      { registry: address, path: '', user: 'ann', heldIn: 'secret-storage' },
    ]);
    await until(async () => (await labels(scene)).includes('demo/app'));
    const everywhere = JSON.stringify([scene.logged, shown, state.keys().map((key) => state.get(key))]);
    assert.ok(!everywhere.includes('canary'), 'no password in log, messages or state');
    assert.deepEqual(state.synced, []);
  });

  it('is forgotten on signing out, and the row says again that a login is wanted', async () => {
    const address = await tokenRegistry();
    const scene = await newScene(address);
    await scene.host.logins.add(
      { registry: address, path: '' },
      { kind: 'basic', username: 'ann', password: canary },
    );
    await until(async () => (await labels(scene)).includes('demo/app'));
    const [root] = await rows(scene);
    const line: Answer = { type: 'pick', about: /Which login is to be forgotten/, label: /localhost/ };
    await played(() => told(scene.host, () => signOut(scene.host, root)), line);
    assert.deepEqual(await scene.host.logins.list(), []);
    await until(async () => /wants a login/.test((await labels(scene)).join()));
    const shown = await played(() => told(scene.host, () => signOut(scene.host, root)));
    assert.match(shown.join(), /keeps no login there/);
  });

  it('keeps nothing where the person gives up, at whatever step', async () => {
    const address = await tokenRegistry();
    const scene = await newScene(address);
    const row = await errorRow(scene);
    const steps: readonly (readonly Answer[])[] = [
      [{ ...anyLogin, label: undefined } as Answer],
      [anyLogin, user(undefined)],
      [anyLogin, user('ann'), words()],
      [anyLogin, user('ann'), words('canary-wrong')],
    ];
    for (const answers of steps) {
      await played(() => told(scene.host, () => signIn(scene.host, row)), ...answers);
      assert.deepEqual(await scene.host.logins.list(), []);
    }
  });

  it('says what a login may do in the repository it was asked for [U14]', async () => {
    const address = await tokenRegistry();
    const scene = await newScene(`${address}/demo/app`);
    const row = await errorRow(scene);
    const shown = await played(
      () => told(scene.host, () => signIn(scene.host, row)),
      { type: 'pick', about: /How do you want/, label: /^Only for localhost:\d+\/demo\/app/ },
      anyLogin,
      user('ben'),
      words(`${canary}-of-ben`),
    );
    assert.match(shown.at(-1) ?? '', /as ben.* may read .*\/demo\/app/);
    assert.deepEqual(
      (await scene.host.logins.list()).map(({ path }) => path),
      ['demo/app'],
    );
  });

  it('is for the namespace that was typed, also at Docker Hub, unless the person says otherwise', async () => {
    const scene = await newScene('localhost:1');
    const shown = await played(
      () => told(scene.host, () => signIn(scene.host, undefined)),
      { type: 'pick', about: /Which registry/, label: /Enter a name/ },
      { type: 'text', about: /for a login of its own/, text: 'docker.io/acme' },
      { type: 'pick', about: /^Sign In to docker\.io\/acme /, label: /^For all of docker\.io/ },
      { type: 'pick', about: /^Sign In to docker\.io /, label: undefined },
    );
    assert.ok(!shown.join().includes('library'));
  });

  it('names the network where nobody answers, in the box, and keeps nothing', async () => {
    const scene = await newScene('localhost:1');
    const [root] = await rows(scene);
    const shown = await played(
      () => told(scene.host, () => signIn(scene.host, root)),
      anyLogin,
      user('ann'),
      words(canary),
    );
    assert.match(shown.at(-1) ?? '', /localhost:1/);
    assert.doesNotMatch(shown.at(-1) ?? '', /refused this login/);
    assert.deepEqual(await scene.host.logins.list(), []);
  });

  it('that was right and is refused now says so, stays kept, and offers to sign in [U11] [U15]', async () => {
    const address = await tokenRegistry();
    const scene = await newScene(address);
    const old = { kind: 'basic', username: 'ann', password: 'canary-expired' } as const;
    await scene.host.logins.add({ registry: address, path: '' }, old);
    const row = await errorRow(scene);
    assert.match(labelOf(row.treeItem()), /user ann\) was refused or has expired/);
    assert.ok(row.actions?.some(({ kind }) => kind === 'sign-in'));
    const [kept] = await scene.host.logins.list();
    assert.ok(kept);
    assert.deepEqual(await scene.host.logins.read(kept, never), old);
  });

  it('is read from the keychain once by many repositories, and anew when it is another', async () => {
    const { ring, load } = newRing();
    let reads = 0;
    const counting = (): Keytar => {
      const keytar = load();
      return {
        ...keytar,
        getPassword: (service, name) => {
          if (name.startsWith('login/')) reads += 1;
          return keytar.getPassword(service, name);
        },
      };
    };
    const scene = await newScene('localhost:1', undefined, { load: counting });
    const { logins } = scene.host;
    const target = { registry: 'ghcr.io', path: 'acme' };
    const kept = await logins.add(target, { kind: 'basic', username: 'ann', password: canary });
    assert.deepEqual([...ring.keys()], ['login/ghcr.io/acme']);
    reads = 0;
    for (let index = 0; index < 50; index += 1) await logins.read(kept, never);
    assert.equal(reads, 1);
    const other = { kind: 'basic', username: 'ann', password: 'canary-other' } as const;
    await logins.add(target, other);
    assert.deepEqual(await logins.read(kept, never), other);
    await logins.remove(kept);
    assert.equal(await logins.read(kept, never), undefined);
    assert.equal(ring.size, 0);
  });

  it('works at a real registry with htpasswd', async function () {
    if ((await findDockerRegistry()) === undefined)
      skipTest(this, 'it is not installed (apt-get install docker-registry)');
    const server = await startDistribution({ version: 'debian', auth: 'htpasswd' }, never);
    endWith(() => server.stop());
    const scene = await newScene(server.address);
    const row = await errorRow(scene);
    const shown = await played(
      () => told(scene.host, () => signIn(scene.host, row)),
      anyLogin,
      user('ann'),
      words('wrong', htpasswdUsers.ann),
    );
    assert.match(shown.at(-1) ?? '', /Signed in to .* as ann/);
    await until(async () => (await labels(scene)).join() === 'No repositories,Add a repository…');
  });
});
