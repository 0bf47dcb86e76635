// The real folders of the engine's world: saved images (OCI image layout), read without following a link below the folder
// (S39), and written beside their name, which they get when they are whole.
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import {
  access,
  lstat,
  mkdir,
  open,
  opendir,
  readdir,
  realpath,
  rename,
  rm,
  rmdir,
  stat,
} from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { EngineError, isEngineError, throwIfCancelled } from '../engine/errors.ts';
import type { FolderFile, Folders, NewFolder, SavedFolder } from '../engine/world.ts';
import { codeOf, files, notReadable, reasonOf } from './worldFiles.ts';

export const folders: Folders = { open: openFolder, assertFree, create: createFolder };

const pieceSize = 262_144;
const digestName = /^sha256:([0-9a-f]{64})$/;

async function openFolder(folder: string): Promise<SavedFolder> {
  const root = await realFolder(folder);
  return {
    async read(file, limit) {
      const path = await realFile(root, file);
      return path === undefined ? undefined : files.read(path, limit);
    },
    async size(file) {
      const path = await realFile(root, file);
      if (path === undefined) return undefined;
      const found = await stat(path).catch((error: unknown) => fail(path, error));
      if (!found.isFile())
        throw new EngineError('file-not-readable', { path, reason: { code: 'not-a-file' } });
      return found.size;
    },
    stream: (file) => stream(root, file),
    blobs: (most, signal) => listBlobs(root, folder, most, signal),
  };
}

/** The folder that the person chose may well be a link itself. */
async function realFolder(folder: string): Promise<string> {
  try {
    const root = await realpath(folder);
    if ((await stat(root)).isDirectory()) return root;
  } catch (error) {
    throw notReadable(folder, error);
  }
  throw new EngineError('file-not-readable', { path: folder, reason: { code: 'no-folder' } });
}

function pathOf(root: string, file: FolderFile): string {
  if (file === 'oci-layout' || file === 'index.json') return join(root, file);
  const [, hex] = digestName.exec(file) ?? [];
  if (hex === undefined) throw new EngineError('internal', { what: 'name a saved blob' });
  return join(root, 'blobs', 'sha256', hex);
}

/** The path, or undefined where nothing is. Throws for a link, be it the file or a folder on the way to it. */
async function realFile(root: string, file: FolderFile): Promise<string | undefined> {
  const path = pathOf(root, file);
  const real = await realpath(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw notReadable(path, error);
  });
  // A link to nothing is a link too.
  if (real === undefined && (await lstat(path).catch(() => undefined)) === undefined) return undefined;
  if (real !== path) throw new EngineError('file-not-readable', { path, reason: { code: 'symbolic-link' } });
  return path;
}

async function* stream(root: string, file: FolderFile): AsyncGenerator<Uint8Array, void, undefined> {
  const path = (await realFile(root, file)) ?? pathOf(root, file);
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await open(path, flags).catch((error: unknown) => fail(path, error));
  try {
    for (;;) {
      const piece = await readPiece(handle, path);
      if (piece === undefined) return;
      yield piece;
    }
  } finally {
    await handle.close();
  }
}

async function readPiece(handle: FileHandle, path: string): Promise<Uint8Array | undefined> {
  const buffer = new Uint8Array(pieceSize);
  const { bytesRead } = await handle
    .read(buffer, 0, pieceSize, null)
    .catch((error: unknown) => fail(path, error));
  return bytesRead === 0 ? undefined : buffer.subarray(0, bytesRead);
}

/** Whatever is no blob costs as much to pass over. */
async function listBlobs(
  root: string,
  folder: string,
  most: number,
  signal: AbortSignal,
): Promise<readonly `sha256:${string}`[]> {
  const path = join(root, 'blobs', 'sha256');
  const names: `sha256:${string}`[] = [];
  let seen = 0;
  try {
    if ((await realpath(path)) !== path)
      throw new EngineError('file-not-readable', { path, reason: { code: 'symbolic-link' } });
    for await (const entry of await opendir(path)) {
      throwIfCancelled(signal, 'reading a saved image');
      seen += 1;
      if (seen > most) throw new EngineError('bad-layout', { folder, digest: '', reason: 'too-many-blobs' });
      const name = `sha256:${entry.name}` as const;
      if (digestName.test(name) && !entry.isDirectory()) names.push(name);
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw notReadable(path, error);
  }
  return names.sort();
}

async function createFolder(wanted: string): Promise<NewFolder> {
  // Of a name with a separator at its end, what stands beside it would stand in it.
  const folder = resolve(wanted);
  await assertFree(folder);
  const beside = `${folder}.${randomBytes(6).toString('hex')}.tmp`;
  const written = new Set<FolderFile>();
  let committed = false;
  const discard = async (): Promise<void> => {
    if (committed) return;
    await rm(beside, { recursive: true, force: true }).catch(() => undefined); // the failure before is what is told
  };
  await writing(folder, async () => {
    await mkdir(beside);
    await mkdir(join(beside, 'blobs', 'sha256'), { recursive: true }).catch(async (error: unknown) => {
      await discard();
      throw error;
    });
  });
  return {
    async write(file, pieces) {
      if (written.has(file)) return;
      const path = pathOf(beside, file);
      await writing(folder, () => writeFlushed(path, pieces));
      written.add(file);
    },
    async commit() {
      await assertFree(folder);
      await writing(folder, async () => {
        // Windows renames over no folder, not even an empty one.
        await rmdir(folder).catch((error: unknown) => {
          if (codeOf(error) !== 'ENOENT') throw error;
        });
        await rename(beside, folder);
      });
      committed = true;
    },
    discard,
  };
}

/** Throws unless nothing has that name, or an empty folder, in a folder that may be written. */
async function assertFree(wanted: string): Promise<void> {
  const folder = resolve(wanted);
  const parent = dirname(folder);
  await writing(parent, async () => {
    if (!(await stat(parent)).isDirectory()) refuse(parent, 'no-folder');
    await access(parent, constants.W_OK);
  });
  const there = await lstat(folder).catch(() => undefined);
  if (there === undefined) return;
  if (!there.isDirectory()) refuse(folder, 'not-empty');
  await writing(folder, async () => {
    if ((await readdir(folder)).length > 0) refuse(folder, 'not-empty');
  });
}

function refuse(path: string, code: 'no-folder' | 'not-empty'): never {
  throw new EngineError('folder-not-writable', { path, reason: { code } });
}

/** Half a file never stays: the next try begins anew. */
async function writeFlushed(path: string, pieces: Parameters<NewFolder['write']>[1]): Promise<void> {
  const handle = await open(path, 'wx');
  try {
    for await (const piece of pieces) await handle.writeFile(piece);
    await handle.sync();
  } catch (error) {
    await rm(path, { force: true }).catch(() => undefined); // the failure before is what is told
    throw error;
  } finally {
    await handle.close();
  }
}

async function writing(folder: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw isEngineError(error) ? error : notWritable(folder, error);
  }
}

function notWritable(path: string, error: unknown): EngineError {
  return new EngineError('folder-not-writable', { path, reason: reasonOf(error) }, error);
}

function fail(path: string, error: unknown): never {
  throw notReadable(path, error);
}
