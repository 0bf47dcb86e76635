// The folder that windows share, on a real disk: whole files or none, one winner, nobody outside it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Uri } from 'vscode';
import { isEngineError } from '../../../src/engine/errors.ts';
import { createStorage, hasJournal, thisProcess } from '../../../src/host/worldStorage.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** As the journal names its entries. */
const entry = `${'0'.repeat(32)}.json`;

describe('the folder that windows share', () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'countersign-storage-'))));
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('is not there before something is written, and then only for its owner', async () => {
    const storage = createStorage(join(root, 'shared'));
    assert.deepEqual(await storage.list('journal'), []);
    assert.equal(await storage.read('journal', 'a.json', 100), undefined);
    assert.equal(existsSync(join(root, 'shared')), false);
    await storage.write('journal', 'a.json', bytes('{}'));
    if (process.platform === 'win32') return;
    assert.equal(statSync(join(root, 'shared', 'journal', 'a.json')).mode & 0o077, 0);
    assert.equal(statSync(join(root, 'shared', 'journal')).mode & 0o077, 0);
  });

  it('lets one of many create a file, and one of many take it', async () => {
    const windows = Array.from({ length: 20 }, () => createStorage(root));
    const made = await Promise.all(
      windows.map((one, index) => one.create('locks', 'a', bytes(String(index)))),
    );
    assert.equal(made.filter(Boolean).length, 1);
    const taken = await Promise.all(windows.map((one) => one.take('locks', 'a', 100)));
    const got = taken.filter((one) => one !== undefined).map((one) => new TextDecoder().decode(one));
    assert.deepEqual(got, [String(made.indexOf(true))]);
    assert.deepEqual(readdirSync(join(root, 'locks')), []);
  });

  it('shows readers the old file or the new one while it is written again and again', async () => {
    const [writer, reader] = [createStorage(root), createStorage(root)];
    const texts = ['a', 'b'].map((letter) => letter.repeat(200_000));
    await writer.write('journal', entry, bytes(texts[0] ?? ''));
    const isDone = { now: false };
    const rewriting = (async () => {
      for (let turn = 0; turn < 30; turn += 1)
        await writer.write('journal', entry, bytes(texts[turn % 2] ?? ''));
      isDone.now = true;
    })();
    while (!isDone.now) {
      const read = await reader.read('journal', entry, 1_000_000);
      assert.ok(texts.includes(new TextDecoder().decode(read)));
      assert.deepEqual(await reader.list('journal'), [entry]);
    }
    await rewriting;
  });

  it('lists nothing that others put there: no system’s file is an entry that nobody can forget', async () => {
    const storage = createStorage(join(root, 'shared'));
    const stone = 'f'.repeat(64);
    await storage.write('journal', entry, bytes('{}'));
    await storage.write('tombstones', stone, bytes('{}'));
    for (const name of ['.DS_Store', 'Desktop.ini', 'desktop.ini', 'Thumbs.db', '._0.json', `${entry}.bak`])
      for (const folder of ['journal', 'tombstones']) writeFileSync(join(root, 'shared', folder, name), '');
    assert.deepEqual(await storage.list('journal'), [entry]);
    assert.deepEqual(await storage.list('tombstones'), [stone]);
    await storage.take('journal', entry, 100);
    assert.equal(await hasJournal({ fsPath: root } as Uri), false);
  });

  it('sweeps what a killed window left half-written long ago, and nothing that may still be renamed', async () => {
    await createStorage(root).write('journal', entry, bytes('{}'));
    const folder = join(root, 'journal');
    const half = (hours: number): string => {
      const name = `${entry}.${String(hours).padStart(12, '0')}.tmp`;
      const written = new Date(Date.now() - hours * 3_600_000);
      writeFileSync(join(folder, name), '{"ver');
      utimesSync(join(folder, name), written, written);
      return name;
    };
    const [old, fresh] = [half(48), half(1)];
    const before = new Date(Date.now() - 48 * 3_600_000);
    utimesSync(join(folder, entry), before, before);
    assert.deepEqual(readdirSync(folder).sort(), [entry, fresh, old].sort());
    await createStorage(root).write('journal', `${'1'.repeat(32)}.json`, bytes('{}'));
    assert.deepEqual(readdirSync(folder).sort(), [entry, fresh, `${'1'.repeat(32)}.json`].sort());
  });

  it('names what cannot be read or written', async () => {
    const storage = createStorage(root);
    await storage.write('journal', 'a', new Uint8Array(200));
    const reading = (error: unknown): boolean => isEngineError(error, 'file-not-readable');
    const writing = (error: unknown): boolean => isEngineError(error, 'file-not-writable');
    await assert.rejects(storage.read('journal', 'a', 100), reading);
    writeFileSync(join(root, 'locks'), 'no folder');
    await assert.rejects(storage.create('locks', 'a', bytes('')), writing);
    await assert.rejects(storage.list('locks'), reading);
    if (process.platform === 'win32' || process.getuid?.() === 0) return;
    chmodSync(join(root, 'journal'), 0o500);
    await assert.rejects(storage.write('journal', 'b', bytes('')), writing);
    chmodSync(join(root, 'journal'), 0o700);
  });

  it('has no file whose name leads elsewhere', async () => {
    const storage = createStorage(root);
    for (const name of ['../a', '/etc/passwd', 'a/b', '..', '', 'A\\b']) {
      await assert.rejects(storage.read('journal', name, 1), /internal/, name);
      await assert.rejects(storage.write('journal', name, bytes('')), /internal/, name);
    }
  });

  it('knows a process that has ended, and one that has its number now [V7]', async () => {
    const storage = createStorage(root);
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    assert.equal(await storage.isGone({ ...storage.owner, pid }), true);
    assert.equal(await storage.isGone(thisProcess()), false);
    assert.equal(await storage.isGone({ ...storage.owner, host: 'elsewhere', pid }), false);
    if (process.platform !== 'linux') return;
    assert.equal(await storage.isGone({ ...storage.owner, started: 'at another time' }), true);
  });
});
