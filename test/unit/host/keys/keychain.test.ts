// The keychain when it is not there, refuses, forgets or never answers (ux V6). The real one: test/vscode.
import assert from 'node:assert/strict';
import { isEngineError } from '../../../../src/engine/errors.ts';
import type { KeychainProblem } from '../../../../src/engine/errors.ts';
import type { Keytar } from '../../../../src/host/keys/keychain.ts';
import { createKeychain } from '../../../../src/host/keys/keychain.ts';

const never = new Promise<never>(() => undefined);

/** Answers as a keychain does, from memory. */
function memory(): Keytar & { readonly map: Map<string, string> } {
  const map = new Map<string, string>();
  return {
    map,
    getPassword: (_service, account) => Promise.resolve(map.get(account) ?? null),
    setPassword: (_service, account, password) => {
      map.set(account, password);
      return Promise.resolve();
    },
    deletePassword: (_service, account) => Promise.resolve(map.delete(account)),
    findCredentials: () => Promise.resolve([...map].map(([account, password]) => ({ account, password }))),
  };
}

function failsWith(reason: KeychainProblem, message = /(?:)/): (error: unknown) => boolean {
  return (error) =>
    isEngineError(error, 'keychain-failed') &&
    error.details.reason === reason &&
    message.test(error.details.message);
}

describe('the keychain', () => {
  it('is not loaded before it is asked', async () => {
    let loads = 0;
    const load = (): Keytar => {
      loads += 1;
      return memory();
    };
    const keychain = createKeychain(load, 'service', 1000);
    assert.equal(loads, 0);
    await keychain.read('name');
    await keychain.read('name');
    assert.equal(loads, 1);
  });

  it('that does not load is a named failure with the reason', async () => {
    const load = (): Keytar => {
      throw new Error('libsecret-1.so.0: cannot open shared object file');
    };
    await assert.rejects(createKeychain(load, 's', 1000).tryOut(), failsWith('not-loaded', /libsecret/));
  });

  it('that refuses is a named failure with its words', async () => {
    const refusing = { ...memory(), setPassword: () => Promise.reject(new Error('Cannot autolaunch D-Bus')) };
    await assert.rejects(createKeychain(() => refusing, 's', 1000).tryOut(), failsWith('failed', /D-Bus/));
  });

  it('that does not give back what it took is not believed', async () => {
    const forgetful = { ...memory(), getPassword: () => Promise.resolve(null) };
    await assert.rejects(createKeychain(() => forgetful, 's', 1000).tryOut(), failsWith('not-kept'));
  });

  it('that never answers is given up, and not asked again while its first answer is out [V6]', async () => {
    let questions = 0;
    const hanging: Keytar = {
      ...memory(),
      getPassword: () => {
        questions += 1;
        return never;
      },
    };
    const keychain = createKeychain(() => hanging, 's', 20);
    await assert.rejects(keychain.read('one'), failsWith('no-answer'));
    await assert.rejects(keychain.read('two'), failsWith('no-answer'));
    assert.equal(questions, 1);
  });

  it('is asked again once the late answer came', async () => {
    let answer: (() => void) | undefined;
    const late: Keytar = {
      ...memory(),
      getPassword: () => new Promise((resolve) => (answer ??= () => resolve('{"text":"x"}'))),
    };
    const keychain = createKeychain(() => late, 's', 20);
    await assert.rejects(keychain.read('one'), failsWith('no-answer'));
    answer?.();
    late.getPassword = () => Promise.resolve('{"text":"y"}');
    assert.equal(await keychain.read('one'), 'y');
  });

  it('leaves nothing behind when it is tried out', async () => {
    const ring = memory();
    const keychain = createKeychain(() => ring, 's', 1000);
    await keychain.tryOut();
    assert.equal(ring.map.size, 0);
  });

  it('names what it holds, long values once', async () => {
    const ring = memory();
    const keychain = createKeychain(() => ring, 's', 1000);
    await keychain.write('short', 'x');
    await keychain.write('long', 'x'.repeat(5000));
    assert.deepEqual([...(await keychain.names())].sort(), ['long', 'short']);
  });

  it('says that what it holds is damaged where that is so', async () => {
    const ring = memory();
    ring.map.set('name', 'canary');
    const keychain = createKeychain(() => ring, 's', 1000);
    await assert.rejects(keychain.read('name'), failsWith('damaged', /^((?!canary).)*$/));
  });
});
