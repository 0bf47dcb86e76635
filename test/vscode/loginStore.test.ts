// The store of logins alone, on holders in memory that answer when the test says so.
import assert from 'node:assert/strict';
import type { LoginSecret } from '../../src/engine/signIn.ts';
import type { KeyHolder } from '../../src/host/keys/keyStore.ts';
import type { SecretHolder } from '../../src/host/keys/secretHolder.ts';
import { createLoginStore } from '../../src/host/signIn/loginStore.ts';
import { memoryState } from '../support/vscode/memoryState.ts';

const never = new AbortController().signal;
const ghcr = { registry: 'ghcr.io', path: '' };

function basic(password: string): LoginSecret {
  return { kind: 'basic', username: 'ann', password };
}

function newStore() {
  const reads: string[] = [];
  const scene = {
    /** Where the next login goes. */
    holder: 'keychain' as KeyHolder,
    reads,
    /** The keychain answers behind this. */
    gate: Promise.resolve(),
    /** What the keychain answers to reading, for once. */
    failure: undefined as Error | undefined,
  };
  const holderOf = (kind: KeyHolder): SecretHolder => {
    const held = new Map<string, string>();
    return {
      kind,
      async read(name) {
        const found = held.get(name);
        if (kind === 'keychain') {
          reads.push(name);
          await scene.gate;
          const { failure } = scene;
          scene.failure = undefined;
          if (failure !== undefined) throw failure;
        }
        return found;
      },
      write: (name, value) => Promise.resolve(void held.set(name, value)),
      remove: (name) => Promise.resolve(void held.delete(name)),
      names: () => Promise.resolve([...held.keys()]),
    };
  };
  const [keychain, secretStorage] = [holderOf('keychain'), holderOf('secret-storage')];
  const state = memoryState();
  const store = createLoginStore({
    ...{ keychain, secretStorage, state, log: { error: () => undefined } },
    backend: () => Promise.resolve({ holder: scene.holder, whyNotKeychain: undefined }),
    machineId: () => Promise.resolve('machine'),
  });
  return { scene, store, state, secretStorage };
}

describe('the store of logins', () => {
  it('asks the keychain once for all who ask at the same time', async () => {
    const { scene, store } = newStore();
    const kept = await store.add(ghcr, basic('one'));
    const all = await Promise.all(Array.from({ length: 40 }, () => store.read(kept, never)));
    assert.deepEqual(all[39], basic('one'));
    assert.equal(scene.reads.length, 1);
  });

  it('never gives a login that was replaced while it was read to who asks later', async () => {
    const { scene, store } = newStore();
    const kept = await store.add(ghcr, basic('old'));
    let open = (): void => undefined;
    scene.gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const early = store.read(kept, never);
    while (scene.reads.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await store.add(ghcr, basic('new'));
    open();
    await early;
    assert.deepEqual(await store.read(kept, never), basic('new'));
  });

  it('writes no user name that is the secret too beside the keychain, and gives it back all the same [N1]', async () => {
    const { store, state } = newStore();
    const token = 'dop_v1_canary';
    const secret = { kind: 'basic', username: token, password: token } as const;
    const kept = await store.add({ registry: 'registry.digitalocean.com', path: '' }, secret);
    assert.equal(kept.user, '');
    const beside = state.keys().map((name) => [name, state.get(name)]);
    assert.equal(beside.length, 1);
    assert.ok(!JSON.stringify([beside, await store.list()]).includes(token));
    assert.deepEqual(await store.read(kept, never), secret);
  });

  it('asks again after the keychain failed', async () => {
    const { scene, store } = newStore();
    const kept = await store.add(ghcr, basic('one'));
    scene.failure = new Error('locked');
    await assert.rejects(store.read(kept, never), /locked/);
    assert.deepEqual(await store.read(kept, never), basic('one'));
  });

  it('forgets a login that both holders have in both', async () => {
    const { store, secretStorage } = newStore();
    await store.add(ghcr, basic('new'));
    // As a window left it whose removal of the older one failed.
    const older = { ...ghcr, user: 'ben', secret: basic('older') };
    await secretStorage.write('login/ghcr.io', JSON.stringify(older));
    const [kept] = await store.list();
    assert.equal(kept?.heldIn, 'keychain');
    await store.remove(kept);
    assert.deepEqual(await store.list(), []);
    assert.equal(await store.read(kept, never), undefined);
  });
});
