// The engine's real files, on a real file system.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isEngineError } from '../../../src/engine/errors.ts';
import { files, writeFileOnce, writePrivateFile } from '../../../src/host/worldFiles.ts';

describe('files of the world', () => {
  let folder = '';
  const at = (name: string): string => path.join(folder, name);

  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'wf-'));
    writeFileSync(at('file'), 'content');
  });
  after(() => rmSync(folder, { recursive: true }));

  it('are read up to the limit, and refused by name above it', async () => {
    assert.equal(Buffer.from((await files.read(at('file'), 7)) ?? []).toString(), 'content');
    await assert.rejects(files.read(at('file'), 6), (error) => isEngineError(error, 'file-not-readable'));
  });

  it('take as much memory as they are large, whatever the limit, also where their size is not told [S40]', async () => {
    const limit = Number.MAX_SAFE_INTEGER - 1; // no machine has that
    assert.equal(Buffer.from((await files.read(at('file'), limit)) ?? []).toString(), 'content');
    if (process.platform !== 'linux') return;
    const told = await files.read('/proc/self/status', 1_000_000);
    assert.match(Buffer.from(told ?? []).toString(), /^Name:/);
    await assert.rejects(files.read('/proc/self/status', 100), (error) =>
      isEngineError(error, 'file-not-readable'),
    );
  });

  it('that do not exist are undefined, also where a file stands for a folder', async () => {
    assert.equal(await files.read(at('none'), 10), undefined);
    assert.equal(await files.read(at('file/none'), 10), undefined);
    assert.equal(await files.realPath(at('none')), undefined);
  });

  it('that are folders or pipes are refused and nobody waits for them', async () => {
    mkdirSync(at('folder'));
    execFileSync('mkfifo', [at('pipe')]);
    for (const name of ['folder', 'pipe']) {
      await assert.rejects(files.read(at(name), 10), (error) => isEngineError(error, 'file-not-readable'));
    }
  });

  it('are listed by name; where there is no folder is nothing to list', async () => {
    mkdirSync(at('listed'));
    for (const name of ['ca.crt', 'ann.key']) writeFileSync(at(`listed/${name}`), '');
    assert.deepEqual([...((await files.list(at('listed'))) ?? [])].sort(), ['ann.key', 'ca.crt']);
    assert.equal(await files.list(at('nowhere')), undefined);
    assert.equal(await files.list(at('file')), undefined);
  });

  it('have a real path without links', async () => {
    symlinkSync(at('file'), at('link'));
    assert.equal(await files.realPath(at('link')), await files.realPath(at('file')));
  });

  it('are executable only where they may be run', async () => {
    writeFileSync(at('script'), '#!/bin/sh\n');
    assert.equal(await files.isExecutable(at('script')), false);
    chmodSync(at('script'), 0o755);
    assert.equal(await files.isExecutable(at('script')), true);
    assert.equal(await files.isExecutable(folder), false);
    assert.equal(await files.isExecutable(at('none')), false);
  });

  it('that are private are for their owner only, replace a file whole and leave nothing beside it', async () => {
    writeFileSync(at('key'), 'old', { mode: 0o644 });
    await writePrivateFile(at('key'), 'new');
    assert.equal(readFileSync(at('key'), 'utf8'), 'new');
    assert.equal(statSync(at('key')).mode & 0o777, 0o600);
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.endsWith('.tmp')),
      [],
    );
  });

  it('that cannot be written are a named failure', async () => {
    await assert.rejects(writePrivateFile(at('none/key'), 'x'), (error) =>
      isEngineError(error, 'file-not-writable'),
    );
  });

  it('that are written once hold what one of many writers wrote, and never change again', async () => {
    const file = at('new/once');
    const reads = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        await writeFileOnce(file, `writer ${String(index)}`);
        return readFileSync(file, 'utf8');
      }),
    );
    assert.match(reads[0] ?? '', /^writer \d+$/);
    assert.equal(new Set(reads).size, 1);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.deepEqual(readdirSync(path.dirname(file)), ['once']);
    await assert.rejects(writeFileOnce(at('file/x'), ''), (error) =>
      isEngineError(error, 'file-not-writable'),
    );
  });
});
