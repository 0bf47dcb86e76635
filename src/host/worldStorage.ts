// The folder that the windows of this machine share, beside VS Code's global storage (V7): locks, journal, tombstones.
// Made when the first file is written; only its owner may read what is in it.
import { randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { link, mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Uri } from 'vscode';
import { EngineError } from '../engine/errors.ts';
import type { Owner, SharedStorage, StorageFolder } from '../engine/world.ts';
import { codeOf, files, notReadable, reasonOf } from './worldFiles.ts';

/** What the engine's files are called. Systems and tools leave others in any folder: `.DS_Store`, `desktop.ini`. */
const ownNames: Readonly<Record<StorageFolder, RegExp>> = {
  journal: /^[0-9a-f]{32}\.json$/,
  locks: /^[0-9a-f]{64}$/,
  tombstones: /^[0-9a-f]{64}$/,
};

/** What is being written, until it is renamed; a window that is killed meanwhile leaves it behind. */
const beside = /\.[0-9a-f]{12}\.tmp$/;
/** Nobody writes for so long (milliseconds). */
const leftOverAfter = 24 * 60 * 60 * 1000;

/** The storage in this folder. Nothing is written before somebody does. `owner` is another process in tests. */
export function createStorage(root: string, owner: Owner = thisProcess()): SharedStorage {
  const pathOf = (folder: StorageFolder, name: string): string => {
    // A name may never lead out of its folder.
    if (!/^[0-9a-z][0-9a-z.-]*$/.test(name))
      throw new EngineError('internal', { what: 'name a shared file' });
    return join(root, folder, name);
  };
  const swept = new Set<StorageFolder>();
  /** Once for each folder, behind the first write there. */
  const sweepOnce = async (folder: StorageFolder): Promise<void> => {
    if (swept.has(folder)) return;
    swept.add(folder);
    await sweep(join(root, folder));
  };
  return {
    owner,
    async list(folder) {
      try {
        return (await readdir(join(root, folder))).filter((name) => ownNames[folder].test(name));
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return [];
        throw notReadable(join(root, folder), error);
      }
    },
    read: async (folder, name, limit) => files.read(pathOf(folder, name), limit),
    async write(folder, name, bytes) {
      const path = pathOf(folder, name);
      await writing(path, async (temporary) => {
        await writeFlushed(join(root, folder), temporary, bytes);
        await rename(temporary, path);
      });
      await sweepOnce(folder);
    },
    async create(folder, name, bytes) {
      const path = pathOf(folder, name);
      const isMade = await writing(path, async (temporary) => {
        await writeFlushed(join(root, folder), temporary, bytes);
        return linkUnlessThere(temporary, path, bytes);
      });
      await sweepOnce(folder);
      return isMade;
    },
    async take(folder, name, limit) {
      const path = pathOf(folder, name);
      const aside = `${path}.${randomBytes(6).toString('hex')}.tmp`;
      try {
        await rename(path, aside);
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return undefined;
        throw new EngineError('file-not-writable', { path, reason: reasonOf(error) }, error);
      }
      try {
        return (await files.read(aside, limit)) ?? new Uint8Array();
      } finally {
        await rm(aside, { force: true }).catch(() => undefined); // it is out of the way under any name
      }
    },
    isGone: (other) => Promise.resolve(isGone(owner, other)),
  };
}

/** The folder in VS Code's storage; not in a profile, so that every window of this machine finds it. */
export function sharedFolder(storage: Uri): string {
  return join(storage.fsPath, 'shared');
}

/** True where something may wait in the journal: what is in it is for the engine to read. Never throws. */
export async function hasJournal(storage: Uri): Promise<boolean> {
  try {
    return (await readdir(join(sharedFolder(storage), 'journal'))).some((name) =>
      ownNames.journal.test(name),
    );
  } catch {
    return false;
  }
}

/** Takes away what was left half-written there. Never throws: it is in nobody's way. */
async function sweep(folder: string): Promise<void> {
  try {
    for (const name of await readdir(folder)) {
      if (!beside.test(name)) continue;
      const path = join(folder, name);
      const { mtimeMs } = await stat(path);
      if (Date.now() - mtimeMs > leftOverAfter) await rm(path, { force: true });
    }
  } catch {
    // The next window tries again.
  }
}

async function writing<T>(path: string, work: (temporary: string) => Promise<T>): Promise<T> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    return await work(temporary);
  } catch (error) {
    throw new EngineError('file-not-writable', { path, reason: reasonOf(error) }, error);
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined); // what is left over is in nobody's way
  }
}

async function writeFlushed(folder: string, path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A link is made whole and by one alone. Where the file system has no links, the file is written in its place. */
async function linkUnlessThere(temporary: string, path: string, bytes: Uint8Array): Promise<boolean> {
  try {
    await link(temporary, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
  }
  try {
    await writeFile(path, bytes, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function isGone(owner: Owner, other: Owner): boolean {
  if (other.host !== owner.host || !Number.isInteger(other.pid) || other.pid < 1) return false;
  try {
    process.kill(other.pid, 0);
  } catch (error) {
    return codeOf(error) === 'ESRCH';
  }
  // Somebody has that number: another process, where the system says that it began at another time.
  const started = startOf(other.pid);
  return started !== '' && other.started !== '' && started !== other.started;
}

/** This process, as other windows see it. */
export function thisProcess(): Owner {
  return { host: hostOf(), pid: process.pid, started: startOf(process.pid) };
}

/** In two containers of one name the same number is two processes: Linux's namespace is part of the host. */
function hostOf(): string {
  return [hostname(), orEmpty(() => readlinkSync('/proc/self/ns/pid'))].join(' ').trim();
}

/** Boot and clock ticks since it, from Linux's proc(5); empty elsewhere. */
function startOf(pid: number): string {
  return orEmpty(() => {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    // The second field is the program's name in parentheses, which may hold anything; the start is the 22nd.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return ticks === undefined ? '' : `${boot} ${ticks}`;
  });
}

function orEmpty(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
