// One writer per tag among the windows of this machine (V7): a lock file that names its holder. It saves rounds of
// merging and protects nothing alone: who cannot have it in time goes on without, as writers on other machines do.
import { throwIfCancelled } from '../errors.ts';
import { pause } from '../pause.ts';
import { failureOf } from '../places/failure.ts';
import type { Owner, World } from '../world.ts';
import { nameFor, readRecord, writeRecord } from './sharedFile.ts';

export interface TagLock {
  /** Why the write goes on without it: another did not let go of it in time, or the folder cannot be used. */
  readonly without: 'held-by-another' | 'no-storage' | undefined;
  /** Gives the lock back. Never throws. */
  release(): Promise<void>;
}

interface Holder extends Owner {
  /** When it was taken, by the holder's wall clock; for people only, nothing is decided by it. */
  readonly since: number;
}

const limit = 16 * 1024;
/**
 * Waiting is counted in looks and not by any clock: a clock that jumps and a laptop that slept then take no lock away.
 * A holder that works renews its file, however long an upload or the rounds of writing take; one whose file stands
 * unchanged for so many looks (20 seconds) hangs, or is another process with its number, and the lock is taken from it.
 */
const looksBeforeTaking = 200;
/** Milliseconds; several fit into the looks before taking. */
const renewEvery = 5000;
/** However often it changes hands, nobody waits longer (a minute). */
const mostLooks = 600;
const lookEvery = 100;

/**
 * Waits for the lock of this tag and takes it. `cancelled` is obeyed while it waits; nothing else is thrown: where
 * there is no lock to be had the write goes on, because the merge protects it (decision 6), and the log says so.
 */
export async function lockTag(world: World, tag: string, signal: AbortSignal): Promise<TagLock> {
  const { storage, log } = world;
  const name = nameFor('lock', tag);
  const mark = Buffer.from(world.random(12)).toString('hex');
  const mine = { ...storage.owner, since: world.clock.now(), mark, tag };
  try {
    let [seen, looksAtIt] = ['', 0];
    let holder: Holder | undefined;
    for (let looks = 0; looks < mostLooks; looks += 1) {
      throwIfCancelled(signal, `writing ${tag}`);
      // Trying to make it costs a flushed file: who waits tries again only once it is gone.
      let bytes = looks === 0 ? undefined : await storage.read('locks', name, limit);
      if (bytes === undefined) {
        if (await storage.create('locks', name, writeRecord(mine))) return held(world, name, mine);
        bytes = (await storage.read('locks', name, limit)) ?? new Uint8Array();
      }
      const there = new TextDecoder().decode(bytes);
      looksAtIt = there === seen ? looksAtIt + 1 : 1;
      seen = there;
      holder = readHolder(bytes);
      if (looksAtIt >= looksBeforeTaking || (holder !== undefined && (await storage.isGone(holder)))) {
        log.info(`the lock of ${tag} is taken from ${wordsFor(holder)}`);
        await takeAway(world, name, there);
      } else {
        await pause(world, lookEvery, signal);
      }
    }
    log.warn(`writing ${tag} without its lock: it is held by ${wordsFor(holder)}`);
    return withoutLock('held-by-another');
  } catch (error) {
    throwIfCancelled(signal, `writing ${tag}`);
    log.warn(`writing ${tag} without its lock: ${failureOf(error).code}`);
    return withoutLock('no-storage');
  }
}

function withoutLock(without: TagLock['without']): TagLock {
  return { without, release: () => Promise.resolve() };
}

function held(world: World, name: string, mine: Holder & { readonly mark: string }): TagLock {
  const { storage, log } = world;
  // Where it was taken from us meanwhile, it is another's now.
  const isMine = async (): Promise<boolean> => {
    const bytes = await storage.read('locks', name, limit);
    return bytes !== undefined && readRecord(bytes)?.['mark'] === mine.mark;
  };
  let renewals = 0;
  let isLost = false;
  const stopRenewing = renewing(world, async () => {
    if (isLost) return;
    try {
      renewals += 1;
      isLost = !(await isMine());
      if (!isLost) await storage.write('locks', name, writeRecord({ ...mine, renewals }));
    } catch (error) {
      log.warn(`a lock is not renewed: ${failureOf(error).code}`);
    }
  });
  return {
    without: undefined,
    async release() {
      await stopRenewing();
      try {
        if (await isMine()) await storage.take('locks', name, limit);
      } catch (error) {
        log.warn(`a lock stays until somebody takes it: ${failureOf(error).code}`);
      }
    },
  };
}

/** Renews again and again; the function returned ends that, and what it is at. `renew` never throws. */
function renewing({ clock }: World, renew: () => Promise<void>): () => Promise<void> {
  let isOver = false;
  let last = Promise.resolve();
  let stop = (): void => undefined;
  const wait = (): void => {
    if (isOver) return;
    stop = clock.timer(renewEvery, () => {
      last = renew().then(wait);
    });
  };
  wait();
  return async () => {
    isOver = true;
    stop();
    await last;
  };
}

/** Takes away the lock that was looked at. What another has put in its place meanwhile is put back. */
async function takeAway({ storage }: World, name: string, seen: string): Promise<void> {
  const taken = await storage.take('locks', name, limit);
  if (taken === undefined || new TextDecoder().decode(taken) === seen) return;
  await storage.create('locks', name, taken);
}

function readHolder(bytes: Uint8Array): Holder | undefined {
  const { host, pid, started, since } = readRecord(bytes) ?? {};
  if (typeof host !== 'string' || typeof pid !== 'number' || typeof started !== 'string') return undefined;
  return { host, pid, started, since: typeof since === 'number' ? since : 0 };
}

function wordsFor(holder: Holder | undefined): string {
  if (holder === undefined) return 'somebody who left no name';
  const since = new Date(Math.min(Math.max(holder.since, 0), 8e15)).toISOString();
  return `process ${String(holder.pid)} on ${JSON.stringify(holder.host)} since ${since}`;
}
