// Folders for saved images, on a real file system.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isEngineError } from '../../../src/engine/errors.ts';
import { digestOf } from '../../../src/engine/oci/digest.ts';
import { folders as world } from '../../../src/host/worldFolders.ts';
import { besides, blobFile, isBadLayout, isThere, useFolders, writeLayout } from '../../support/saved.ts';
import { noSignal } from '../../support/scene.ts';
import { skipTest } from '../../support/skip.ts';

const blob = Buffer.from('a blob');
const isTaken = (error: unknown): boolean =>
  isEngineError(error, 'folder-not-writable') && error.details.reason.code === 'not-empty';

describe('folders of saved images', () => {
  const folders = useFolders();

  it('are read by the digests of their blobs; a name that is no digest is no path [S39]', async () => {
    const folder = folders.path();
    writeLayout(folder, '{}', [blob]);
    writeFileSync(path.join(path.dirname(folder), 'secret'), 'secret');
    const files = await world.open(folder);
    assert.equal(await files.size(digestOf(blob)), blob.length);
    assert.deepEqual(await files.blobs(10, noSignal), [digestOf(blob)]);
    for (const hostile of ['../../../secret', '..', '', `${'a'.repeat(63)}/`, 'A'.repeat(64)]) {
      await assert.rejects(files.read(`sha256:${hostile}`, 100), (error) => isEngineError(error, 'internal'));
    }
    assert.equal(await files.read(`sha256:${'a'.repeat(64)}`, 100), undefined);
  });

  it('are listed no further than somebody wants to read, and without what is no blob', async () => {
    const folder = folders.path();
    writeLayout(
      folder,
      '{}',
      Array.from({ length: 20 }, (_none, at) => Buffer.from(String(at))),
    );
    writeFileSync(path.join(folder, 'blobs', 'sha256', 'README'), '');
    mkdirSync(blobFile(folder, `sha256:${'a'.repeat(64)}`));
    const files = await world.open(folder);
    assert.equal((await files.blobs(22, noSignal)).length, 20);
    // What is no blob counts too.
    await assert.rejects(files.blobs(21, noSignal), isBadLayout('too-many-blobs'));
    await assert.rejects(files.blobs(22, AbortSignal.abort()), (error) => isEngineError(error, 'cancelled'));
  });

  it('are none where a file stands, or nothing', async () => {
    const file = folders.path('file');
    writeFileSync(file, '');
    for (const one of [file, folders.path('nothing')]) {
      await assert.rejects(world.open(one), (error) => isEngineError(error, 'file-not-readable'));
    }
  });

  it('are written beside their name, also where it ends with a separator', async () => {
    const folder = folders.path();
    const made = await world.create(`${folder}${path.sep}`);
    assert.deepEqual(
      besides(folder).map((name) => name.replace(/[0-9a-f]{12}/, 'HEX')),
      ['saved.HEX.tmp'],
    );
    await made.commit();
    assert.deepEqual(besides(folder), ['saved']);
  });

  it('have their name when all of it is written, and before that nobody sees them', async () => {
    const folder = folders.path();
    const made = await world.create(folder);
    await made.write(digestOf(blob), [blob.subarray(0, 2), blob.subarray(2)]);
    await made.write('index.json', [Buffer.from('{}')]);
    assert.equal(isThere(folder), false);
    await made.commit();
    await made.discard();
    assert.deepEqual(readdirSync(folder).sort(), ['blobs', 'index.json']);
    assert.deepEqual(readFileSync(blobFile(folder, digestOf(blob))), blob);
    assert.deepEqual(besides(folder), ['saved']);
  });

  it('a new one is not begun where anything has its name, nor finished where something came', async () => {
    const folder = folders.path();
    mkdirSync(folder);
    const late = await world.create(folder);
    writeFileSync(path.join(folder, 'mine'), 'mine');
    await assert.rejects(world.create(folder), isTaken);
    await assert.rejects(late.commit(), isTaken);
    await late.discard();
    symlinkSync(folders.path('elsewhere'), folders.path('link'));
    await assert.rejects(world.create(folders.path('link')), isTaken);
    assert.deepEqual(readdirSync(folder), ['mine']);
    assert.deepEqual(besides(folder), ['link', 'saved']);
  });

  it('keep no half of a blob: the next try writes it whole', async () => {
    const folder = folders.path();
    const made = await world.create(folder);
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield blob.subarray(0, 3);
      await Promise.resolve();
      throw new Error('the wire broke');
    }
    await assert.rejects(made.write(digestOf(blob), broken()));
    await made.write(digestOf(blob), [blob]);
    await made.commit();
    assert.deepEqual(readFileSync(blobFile(folder, digestOf(blob))), blob);
  });

  it('leave nothing beside their name where they cannot be begun', async function () {
    if (process.platform !== 'linux')
      skipTest(this, 'it needs the limit that Linux sets to the length of a path');
    // A path has 4095 bytes at most: the folder beside the name still fits, and what it is to hold does not.
    let above = folders.path();
    while (above.length < 3900) above = path.join(above, 'a'.repeat(100));
    above = path.join(above, 'a'.repeat(4065 - above.length));
    mkdirSync(above, { recursive: true });
    await assert.rejects(world.create(path.join(above, 'saved')), (error) =>
      isEngineError(error, 'folder-not-writable'),
    );
    assert.deepEqual(readdirSync(above), []);
  });

  it('say which folder above is not there, also before anything is begun', async () => {
    const above = folders.path('none');
    const names = (error: unknown): boolean =>
      isEngineError(error, 'folder-not-writable') &&
      error.details.reason.code === 'no-folder' &&
      error.details.path === above;
    await assert.rejects(world.create(path.join(above, 'saved')), names);
    await assert.rejects(world.assertFree(path.join(above, 'saved')), names);
    writeFileSync(above, '');
    await assert.rejects(world.assertFree(path.join(above, 'saved')), names);
    await assert.rejects(world.assertFree(above), isTaken);
    assert.deepEqual(besides(above), ['none']);
  });
});
