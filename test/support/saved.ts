// Folders for tests of saved images: real ones, in the system's folder for temporary files.
import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { EngineApi } from '../../src/engine/api.ts';
import { digestOf, type Digest } from '../../src/engine/oci/digest.ts';
import type { SavePlan, SaveResult } from '../../src/engine/savePlan.ts';
import { isEngineError, type ErrorDetails } from '../../src/engine/errors.ts';
import { noSettings, noSignal } from './scene.ts';

export interface SavedFolders {
  /** A path in a folder of its own; nothing is there. */
  path(name?: string): string;
}

/** Takes the folders away after each test. */
export function useFolders(): SavedFolders {
  let root: string | undefined;
  afterEach(() => {
    if (root !== undefined) rmSync(root, { recursive: true, force: true });
    root = undefined;
  });
  return {
    path(name = 'saved') {
      root ??= mkdtempSync(path.join(os.tmpdir(), 'saved-'));
      return path.join(root, name);
    },
  };
}

/** Plans and runs. */
export async function saveImage(
  engine: EngineApi,
  reference: string,
  folder: string,
  settings = noSettings,
  signal = noSignal,
): Promise<{ readonly plan: SavePlan; readonly result: SaveResult }> {
  const plan = await engine.planSave({ reference, folder, settings }, signal);
  return { plan, result: await engine.runSave(plan, () => undefined, signal) };
}

/** Everything beside the folder, by name: what a saving that failed may leave behind. */
export function besides(folder: string): readonly string[] {
  return readdirSync(path.dirname(folder)).sort();
}

export interface IndexEntry {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
}

export function indexOf(folder: string): readonly IndexEntry[] {
  const index = JSON.parse(readFileSync(path.join(folder, 'index.json'), 'utf8')) as {
    manifests: readonly IndexEntry[];
  };
  return index.manifests;
}

export function blobFile(folder: string, digest: string): string {
  return path.join(folder, 'blobs', 'sha256', digest.slice('sha256:'.length));
}

/** A folder as an attacker may write it. `index` is written as it is. */
export function writeLayout(
  folder: string,
  index: string | undefined,
  blobs: readonly Uint8Array[] = [],
  version: string | null = '{"imageLayoutVersion":"1.0.0"}',
): void {
  mkdirSync(path.join(folder, 'blobs', 'sha256'), { recursive: true });
  if (version !== null) writeFileSync(path.join(folder, 'oci-layout'), version);
  if (index !== undefined) writeFileSync(path.join(folder, 'index.json'), index);
  for (const blob of blobs) writeFileSync(blobFile(folder, digestOf(blob)), blob);
}

/** Asserts that every blob of the folder is what its name says; gives their digests. */
export function blobsIn(folder: string): readonly Digest[] {
  const names = readdirSync(path.join(folder, 'blobs', 'sha256'));
  return names.map((name) => {
    const digest: Digest = `sha256:${name}`;
    assert.equal(digestOf(readFileSync(blobFile(folder, digest))), digest);
    return digest;
  });
}

/** The digests that a manifest names: config and layers of an image, the images of an index. */
export function namedIn(manifest: Uint8Array): readonly string[] {
  const digests = Buffer.from(manifest)
    .toString()
    .matchAll(/"digest":"(sha256:[0-9a-f]{64})"/g);
  return [...digests].map(([, digest = '']) => digest);
}

/** For assert.rejects: this failure of a saved image. */
export function isBadLayout(reason: ErrorDetails['bad-layout']['reason']): (error: unknown) => boolean {
  return (error) => {
    assert.ok(isEngineError(error, 'bad-layout'), String(error));
    assert.equal(error.details.reason, reason);
    return true;
  };
}

export function isThere(folder: string): boolean {
  return existsSync(folder);
}
