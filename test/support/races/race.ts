// Races of many writers at one tag of a real registry, each a process of its own, all started together. What is counted
// is what stands at the registry in the end.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { shared } from '../../../esbuild.mjs';
import { manifestTypes } from '../../../src/engine/oci/mediaTypes.ts';
import { signatureTag } from '../../../src/engine/signatures/tags.ts';
import { pushImage, type PushedImage } from '../sampleImages.ts';
import { root } from '../task/tools.ts';
import type { Order, Reply, Written } from './writer.ts';

export interface Writer {
  order(order: Order): Promise<Reply>;
  /** Resolves when the process has ended. */
  readonly ended: Promise<unknown>;
  stop(): void;
}

export interface Writers {
  readonly all: readonly Writer[];
  /** A new process with the storage folder and the key of one that has ended. */
  revive(dead: Writer): Writer;
  stop(): Promise<void>;
}

export interface RaceFigures {
  /** Signatures of ours that were told as signed. */
  readonly written: number;
  readonly surviving: number;
  /** Writes of the tag that were under way while another's was. */
  readonly overlapping: number;
  readonly merges: number;
  readonly unconfirmed: number;
  /** Those of a tool that does not look again. */
  readonly others: { readonly written: number; readonly surviving: number; readonly lostThoughSeen: number };
}

/** A tool that signs once and does not look again; true where it said that it signed. */
export type OtherWriter = (reference: string) => Promise<boolean>;

/** Starts this many processes. They need dist/engine.cjs. */
export async function startWriters(count: number): Promise<Writers> {
  const program = path.join(root, 'out/race-writer.cjs');
  const entryPoints = [path.join(import.meta.dirname, 'writer.ts')];
  await esbuild.build({ ...shared, entryPoints, outfile: program, minify: true });
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-race-'));
  const storageOf = (index: number): string => path.join(folder, String(index));
  const all = Array.from({ length: count }, (_, index) => startWriter(program, storageOf(index)));
  return {
    all,
    revive(dead) {
      const index = all.indexOf(dead);
      const writer = startWriter(program, storageOf(index));
      all[index] = writer;
      return writer;
    },
    async stop() {
      for (const writer of all) writer.stop();
      await Promise.all(all.map(({ ended }) => ended));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function startWriter(program: string, storage: string): Writer {
  const child: ChildProcess = fork(program, [path.join(root, 'dist/engine.cjs'), storage]);
  const ended = once(child, 'exit');
  return {
    ended,
    async order(order) {
      const answer = once(child, 'message') as Promise<[Reply]>;
      child.send(order);
      const [reply] = await Promise.race([
        answer,
        ended.then((): [Reply] => [{ kind: 'failed', why: 'it died' }]),
      ]);
      return reply;
    },
    stop: () => void child.kill('SIGKILL'),
  };
}

let images = 0;

/** Pushes an image that nobody has signed. */
export async function newRaceImage(address: string): Promise<PushedImage> {
  images += 1;
  return pushImage(address, `race/image-${images}`, '1.0');
}

/** One round: all plan, then all write at once; the count is taken when all have settled. */
export async function race(
  address: string,
  writers: readonly Writer[],
  others: readonly OtherWriter[],
  settle: number,
): Promise<RaceFigures> {
  const image = await newRaceImage(address);
  const reference = `${image.repository}@${image.digest}`;
  const plans = await Promise.all(writers.map((writer) => writer.order({ kind: 'plan', reference })));
  for (const reply of plans) if (reply.kind === 'failed') throw new Error(reply.why);
  const [replies, told] = await Promise.all([
    Promise.all(writers.map((writer) => writer.order({ kind: 'write', settle }))),
    Promise.all(others.map((other) => other(reference))),
  ]);
  const ours: Written[] = [];
  for (const reply of replies) {
    if (reply.kind === 'failed') throw new Error(reply.why);
    if (reply.kind === 'written') ours.push(reply);
  }
  const there = await signaturesAt(address, image);
  const mine = new Set(ours.map((one) => one.mine));
  const seenOfOthers = new Set(ours.flatMap(({ seen }) => seen.filter((one) => !mine.has(one))));
  return {
    written: ours.length,
    surviving: ours.filter((one) => there.has(one.mine)).length,
    overlapping: overlaps(ours),
    merges: ours.reduce((sum, { merges }) => sum + merges, 0),
    unconfirmed: ours.filter(({ unconfirmed }) => unconfirmed !== undefined).length,
    others: {
      written: told.filter(Boolean).length,
      surviving: [...there].filter((one) => !mine.has(one)).length,
      lostThoughSeen: [...seenOfOthers].filter((one) => !there.has(one)).length,
    },
  };
}

/** The sum of several rounds. */
export function sumOfRaces(rounds: readonly RaceFigures[]): RaceFigures {
  const sum = (read: (figures: RaceFigures) => number): number =>
    rounds.reduce((all, one) => all + read(one), 0);
  return {
    written: sum(({ written }) => written),
    surviving: sum(({ surviving }) => surviving),
    overlapping: sum(({ overlapping }) => overlapping),
    merges: sum(({ merges }) => merges),
    unconfirmed: sum(({ unconfirmed }) => unconfirmed),
    others: {
      written: sum(({ others }) => others.written),
      surviving: sum(({ others }) => others.surviving),
      lostThoughSeen: sum(({ others }) => others.lostThoughSeen),
    },
  };
}

/** The signatures under the tag at the registry. Throws where its manifest is not whole: JSON with blobs that are there. */
export async function signaturesAt(address: string, image: PushedImage): Promise<ReadonlySet<string>> {
  const base = `http://${address}/v2/${image.repository.slice(address.length + 1)}`;
  const answer = await fetch(`${base}/manifests/${signatureTag(image.digest)}`, {
    headers: { accept: manifestTypes.join(', ') },
  });
  if (answer.status === 404) return new Set();
  if (!answer.ok) throw new Error(`the registry answers ${answer.status}`);
  const manifest = (await answer.json()) as {
    config: { digest: string };
    layers: { digest: string; annotations: Record<string, string> }[];
  };
  for (const digest of new Set([manifest.config.digest, ...manifest.layers.map((layer) => layer.digest)])) {
    const blob = await fetch(`${base}/blobs/${digest}`, { method: 'HEAD' });
    if (!blob.ok) throw new Error(`the list names a blob that is not there: ${digest}`);
  }
  return new Set(
    manifest.layers.map(({ annotations }) => annotations['dev.cosignproject.cosign/signature'] ?? ''),
  );
}

function overlaps(ours: readonly Written[]): number {
  const writes = ours.flatMap((one) => one.writes.map(([from, to]) => ({ one, from, to })));
  return writes.filter((a) => writes.some((b) => a.one !== b.one && a.from < b.to && b.from < a.to)).length;
}
