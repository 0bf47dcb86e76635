// Key files that rules name: inside the folder, no link, no pipe, no page of bytes (security S2).
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isEngineError } from '../../src/engine/errors.ts';
import type { Host } from '../../src/host/host.ts';
import { announcingReader } from '../../src/host/keys/changedKeyFiles.ts';
import { ruleKeyFileReader } from '../../src/host/keys/ruleKeyFiles.ts';
import { memoryState } from '../support/vscode/memoryState.ts';
import { playPerson } from '../support/vscode/person.ts';
import { folderNamed } from '../support/vscode/settings.ts';
import { ruleFault } from '../../src/host/ui/ruleWords.ts';

const signal = new AbortController().signal;

describe('the key file of a rule', () => {
  const folder = folderNamed();
  const root = folder.uri.fsPath;
  const read = ruleKeyFileReader(folder);
  let outside = '';

  before(() => {
    outside = mkdtempSync(path.join(os.tmpdir(), 'out-'));
    writeFileSync(path.join(outside, 'evil.pub'), 'evil');
    mkdirSync(path.join(root, 'keys'));
    writeFileSync(path.join(root, 'keys/release.pub'), 'PEM');
    writeFileSync(path.join(root, 'big.pub'), 'x'.repeat(65_537));
    symlinkSync(path.join(outside, 'evil.pub'), path.join(root, 'link.pub'));
    symlinkSync(path.join(root, 'keys/release.pub'), path.join(root, 'inner.pub'));
    symlinkSync(outside, path.join(root, 'linked'));
    execFileSync('mkfifo', [path.join(root, 'pipe.pub')]);
  });
  after(() => {
    rmSync(outside, { recursive: true });
    for (const name of ['keys', 'big.pub', 'link.pub', 'inner.pub', 'linked', 'pipe.pub']) {
      rmSync(path.join(root, name), { recursive: true });
    }
  });

  const readable = [
    'keys/release.pub',
    './keys//release.pub',
    'keys\\release.pub',
    'keys/../keys/release.pub',
  ];
  for (const name of [
    ...readable,
    '${workspaceFolder}/keys/release.pub',
    '${workspaceFolder:workspace}/keys/release.pub',
  ]) {
    it(`in a workspace rule is read inside the folder: ${name} [S2] [V2]`, async () => {
      const realPath = path.join(root, 'keys/release.pub');
      assert.deepEqual(await read('workspace', name, signal), { text: 'PEM', realPath });
    });
  }

  const refused: readonly (readonly [path: string, why: RegExp])[] = [
    ['../out.pub', /inside the folder/],
    ['keys/../../out.pub', /inside the folder/],
    ['${workspaceFolder}/../out.pub', /inside the folder/],
    ['link.pub', /symbolic link/],
    ['inner.pub', /symbolic link/],
    ['linked/evil.pub', /symbolic link/],
    ['keys', /not a file/],
    ['pipe.pub', /cannot be read/],
    ['big.pub', /larger than 65536 bytes/],
    ['none.pub', /does not exist/],
    ['keys/release.pub:stream', /inside the folder/],
    ['C:/evil.pub', /inside the folder/],
    ['\\\\server\\share\\evil.pub', /network path/],
    ['//server/share/evil.pub', /network path/],
    ['${workspaceFolder:other}/keys/release.pub', /No folder/],
  ];
  for (const [name, why] of refused) {
    it(`in a workspace rule is refused: ${name} [S2]`, async () => {
      const answer = await read('workspace', name, signal);
      assert.match('fault' in answer ? ruleFault(answer.fault) : 'it was read', why);
    });
  }

  it('in a workspace rule cannot be outside by an absolute path [S2]', async () => {
    const answer = await read('workspace', path.join(outside, 'evil.pub'), signal);
    assert.ok('fault' in answer);
  });

  it('in a user rule is absolute, and its real path is told [S2]', async () => {
    const linked = path.join(root, 'link.pub');
    const realPath = path.join(outside, 'evil.pub');
    assert.deepEqual(await read('user', linked, signal), { text: 'evil', realPath });
    for (const name of ['keys/release.pub', '${workspaceFolder}/keys/release.pub', '//server/share/x']) {
      assert.ok('fault' in (await read('user', name, signal)));
    }
  });

  it('is not in a fault: somebody may have pasted a key there [N1]', async () => {
    for (const level of ['user', 'workspace'] as const) {
      const answer = await read(level, 'canary/MIGHAgEAMBMGByqGSM49', signal);
      assert.ok('fault' in answer && !JSON.stringify(answer).includes('canary'));
    }
  });

  it('is not read once the person gave up', async () => {
    const reading = read('workspace', 'keys/release.pub', AbortSignal.abort());
    await assert.rejects(reading, (error) => isEngineError(error, 'cancelled'));
  });

  it('that holds another key than before is announced once, old → new [S2]', async () => {
    // A key file's fingerprint is its text here: the engine is not what is tested.
    const engine = (): unknown => ({
      readPublicKey: (text: string) => ({ fingerprint: text.padEnd(64, '0') }),
    });
    const host = { engine, extension: { workspaceState: memoryState() } } as unknown as Host;
    const watched = announcingReader(host, read);
    const file = path.join(root, 'keys/release.pub');
    const person = playPerson();
    try {
      await watched('workspace', 'keys/release.pub', signal);
      await watched('workspace', 'keys/release.pub', signal);
      assert.equal(person.shown.length, 0);
      writeFileSync(file, 'NEW');
      await watched('workspace', 'keys/release.pub', signal);
      await watched('workspace', 'keys/release.pub', signal);
      const text = `${file}, which a rule of this workspace trusts, holds another key now`;
      const change = 'PEM000000000 → NEW000000000';
      assert.deepEqual(person.shown, [`The key file ${text}: ${change}.`]);
    } finally {
      person.leave();
    }
  });
});
