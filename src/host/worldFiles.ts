// The real files of the engine's world, and the writer of files that only their owner may read.
import { constants } from 'node:fs';
import { access, link, lstat, mkdir, open, readdir, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { EngineError, isEngineError } from '../engine/errors.ts';
import type { FileProblem } from '../engine/problems.ts';
import type { Files } from '../engine/world.ts';

export const files: Files = { read, realPath, list, isExecutable };

/** Nobody waits for a pipe or a device: those are no regular files, and opening one does not block. */
async function read(path: string, limit: number): Promise<Uint8Array | undefined> {
  let file;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw notReadable(path, error);
  }
  try {
    const found = await file.stat();
    if (!found.isFile()) throw new EngineError('file-not-readable', { path, reason: { code: 'not-a-file' } });
    if (found.size > limit)
      throw new EngineError('file-not-readable', { path, reason: { code: 'too-large', limit } });
    // What it takes and no more: limits are far above what most files are. One that grows meanwhile gets more room.
    let bytes = new Uint8Array(found.size + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(bytes, length, bytes.length - length, null);
      length += bytesRead;
      if (length > limit) {
        throw new EngineError('file-not-readable', { path, reason: { code: 'too-large', limit } });
      }
      if (bytesRead === 0) return bytes.subarray(0, length);
      if (length === bytes.length) bytes = grown(bytes, limit + 1);
    }
  } catch (error) {
    throw notReadable(path, error);
  } finally {
    await file.close();
  }
}

function grown(bytes: Uint8Array, most: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.min(most, 2 * bytes.length + 4096));
  larger.set(bytes);
  return larger;
}

async function realPath(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw notReadable(path, error);
  }
}

async function list(folder: string): Promise<readonly string[] | undefined> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw notReadable(folder, error);
  }
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await lstat(await realpath(path))).isFile();
  } catch {
    return false;
  }
}

/**
 * Writes a file that only its owner may read (mode 0600), in one step: a file that was there is replaced whole or left
 * as it was. Throws `file-not-writable`.
 */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  const beside = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await writeFile(beside, text, { flag: 'wx', mode: 0o600 });
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined); // the failure to write is what is told
    throw new EngineError('file-not-writable', { path, reason: reasonOf(error) }, error);
  }
}

/**
 * Writes a file unless there is one: of several who do so at once, one wins, and nobody ever sees half of it. Where the
 * file system has no hard links, the last one wins.
 * Only its owner may read it; folders that lack are made. Throws `file-not-writable`.
 */
export async function writeFileOnce(path: string, text: string): Promise<void> {
  const beside = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(beside, text, { flag: 'wx', mode: 0o600 });
    await link(beside, path).catch((error: unknown) => {
      if (codeOf(error) === 'EEXIST') return undefined;
      // A file system without hard links: there the last one wins.
      return rename(beside, path);
    });
  } catch (error) {
    throw new EngineError('file-not-writable', { path, reason: reasonOf(error) }, error);
  } finally {
    await rm(beside, { force: true }).catch(() => undefined); // it is written; what lies beside it harms nobody
  }
}

/** The named failure to read this path. */
export function notReadable(path: string, error: unknown): EngineError {
  if (isEngineError(error)) return error;
  return new EngineError('file-not-readable', { path, reason: reasonOf(error) }, error);
}

function isAbsent(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(codeOf(error));
}

/** Why the system refused, for `file-not-readable` and `file-not-writable`. */
export function reasonOf(error: unknown): FileProblem {
  const name = codeOf(error);
  switch (name) {
    case 'EACCES':
      return { code: 'denied' };
    case 'EPERM':
      return { code: 'not-permitted' };
    case 'EISDIR':
      return { code: 'is-a-folder' };
    case 'ENOENT':
      return { code: 'no-folder' };
    case 'ENOSPC':
      return { code: 'disk-full' };
    case 'EROFS':
      return { code: 'read-only' };
    default:
      return { code: 'other', name };
  }
}

/** The system's own code, e.g. `ENOENT`; empty for anything else. */
export function codeOf(error: unknown): string {
  return (error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined) ?? '';
}

/** A file of that name in the home directory, to begin a save dialog with. */
export function homeFile(name: string): string {
  return join(homedir(), name);
}
