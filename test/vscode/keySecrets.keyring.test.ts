// Canary secrets through everything that is done with a key in a real keychain; then they are looked for everywhere
// else (security N1).
import assert from 'node:assert/strict';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { deleteKey } from '../../src/host/commands/deleteKey.ts';
import { exportKey } from '../../src/host/commands/exportKey.ts';
import { generateKey } from '../../src/host/commands/generateKey.ts';
import { importKey } from '../../src/host/commands/importKey.ts';
import { keepPassword } from '../../src/host/commands/keepPassword.ts';
import { told } from '../../src/host/commands/told.ts';
import { makeKeyNode } from '../../src/host/keys/keyForCommand.ts';
import { requireKeytar } from '../../src/host/keys/keytarModule.ts';
import { keyHost, testService } from '../support/vscode/keyHost.ts';
import { playPerson } from '../support/vscode/person.ts';
import { filesThatHold } from '../support/vscode/traces.ts';

const service = `${testService()}-canary`;

describe('secrets of keys', () => {
  const keytar = requireKeytar();
  let folder = '';

  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'kc-'));
  });
  after(async () => {
    rmSync(folder, { recursive: true });
    for (const { account } of await keytar.findCredentials(service)) {
      await keytar.deletePassword(service, account);
    }
  });

  it('are nowhere but in the keychain, whatever was done and whatever failed [N1] [S7]', async () => {
    const began = Date.now() - 2000;
    const password = `canary-${randomUUID()}`;
    const wrong = `canary-${randomUUID()}`;
    const plainFile = path.join(folder, 'plain.pem');
    const backup = path.join(folder, 'backup.key');
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const body = pem.split('\n')[1] ?? '';
    writeFileSync(plainFile, pem);
    writeFileSync(path.join(folder, 'damaged.pem'), pem.replace('END PRIVATE', 'END OTHER'));

    const { host, keys, state, secrets, logged } = keyHost({ service });
    const openFile = { type: 'pick', about: /Import Key/, label: /From a file/ } as const;
    const twice = [
      { type: 'passwords', about: /kept in the keychain|kept encrypted/, passwords: [password] },
      { type: 'passwords', about: /once more/, passwords: [wrong, password] },
    ] as const;
    const person = playPerson(
      { type: 'text', about: /A name for the key/, text: 'generated' },
      ...twice,
      { type: 'button', about: /is kept in the keychain/, button: 'Export Encrypted Key File…' },
      { type: 'save', file: path.join(folder, 'none/x.key') },
      openFile,
      { type: 'open', file: plainFile },
      { type: 'text', about: /A name for the key/, text: 'imported' },
      ...twice,
      openFile,
      { type: 'open', file: path.join(folder, 'damaged.pem') },
      { type: 'passwords', about: /Keep the Password/, passwords: [wrong, password] },
      { type: 'save', file: backup },
      openFile,
      { type: 'open', file: backup },
      { type: 'passwords', about: /opens backup\.key now/, passwords: [wrong] },
      { type: 'text', about: /Delete the Key/, text: 'generated' },
    );
    try {
      await told(host, () => generateKey(host));
      await new Promise((resolve) => setTimeout(resolve, 300));
      await told(host, () => importKey(host));
      await told(host, () => importKey(host));
      const [generated, imported] = await keys.list();
      assert.ok(generated && imported);
      await told(host, () => keepPassword(host, makeKeyNode(imported)));
      await told(host, () => exportKey(host, makeKeyNode(imported)));
      await told(host, () => importKey(host));
      await told(host, () => deleteKey(host, makeKeyNode(generated)));
      await new Promise((resolve) => setTimeout(resolve, 300));
    } finally {
      person.leave();
    }

    const kept = await Promise.all((await secrets.keys()).map((name) => secrets.get(name)));
    const beside = inspect(
      state.keys().map((name) => [name, state.get(name)]),
      { depth: 9 },
    );
    const places = {
      log: logged.join('\n'),
      screen: person.shown.join('\n'),
      state: beside,
      secrets: kept.join('\n'),
    };
    assert.ok(
      places.log.includes('file-not-writable') && places.log.includes('bad-key-file'),
      'both failures came',
    );
    const ring = (await keytar.findCredentials(service)).map((item) => item.password).join('\n');
    assert.ok(ring.includes(password), 'kept on request');
    for (const secret of [wrong, password, body, body.slice(8, 40)]) {
      for (const [place, text] of Object.entries(places)) assert.ok(!text.includes(secret), place);
      if (secret !== password) assert.ok(!ring.includes(secret));
      const ours = [plainFile, path.join(folder, 'damaged.pem')];
      assert.deepEqual(filesThatHold(secret, began, ours), []);
    }
  });
});
