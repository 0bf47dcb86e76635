// What tests of a copy ask of the target: everything of the source, digest by digest, straight from the registries.
import assert from 'node:assert/strict';
import type {
  CopyPlan,
  CopyProgress,
  CopyRequest,
  CopyResult,
  CopyWatch,
} from '../../src/engine/copyPlan.ts';
import type { EngineApi } from '../../src/engine/api.ts';
import { digestOf } from '../../src/engine/oci/digest.ts';
import { manifestTypes } from '../../src/engine/oci/mediaTypes.ts';
import { noSettings, noSignal } from './scene.ts';

export function copyRequest(
  reference: string,
  target: string,
  settings: CopyRequest['settings'] = noSettings,
): CopyRequest {
  return { reference, target, settings };
}

export interface WatchedCopy extends CopyWatch {
  readonly told: CopyProgress[];
}

export function watchCopy(): WatchedCopy {
  const told: CopyProgress[] = [];
  return { told, progress: (progress) => void told.push(progress), laterLook: () => undefined };
}

/** Plans and runs. */
export async function copyImage(
  engine: EngineApi,
  request: CopyRequest,
  signal = noSignal,
): Promise<{ plan: CopyPlan; result: CopyResult; told: readonly CopyProgress[] }> {
  const plan = await engine.planCopy(request, signal);
  const watch = watchCopy();
  return { plan, result: await engine.runCopy(plan, watch, signal), told: watch.told };
}

/** The bytes of a manifest, by plain HTTP; undefined where it is not there. */
export async function manifestAt(
  repository: string,
  target: string,
): Promise<{ readonly bytes: Uint8Array; readonly digest: string } | undefined> {
  const response = await fetch(url(repository, `manifests/${target}`), {
    headers: { accept: manifestTypes.join(', ') },
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  return response.ok ? { bytes, digest: digestOf(bytes) } : undefined;
}

/** Asserts that every manifest of the plan and each of its blobs is at the target with its digest. */
export async function assertAllThere(plan: CopyPlan): Promise<void> {
  const { repository, tag } = plan.target;
  for (const { digest, blobs, action } of plan.manifests) {
    if (action === 'stays' || action === 'merge') continue;
    assert.equal((await manifestAt(repository, digest))?.digest, digest);
    for (const blob of blobs) {
      const response = await fetch(url(repository, `blobs/${blob.digest}`));
      assert.equal(response.status, 200, blob.digest);
      assert.equal(digestOf(new Uint8Array(await response.arrayBuffer())), blob.digest);
    }
  }
  if (tag !== undefined) assert.equal((await manifestAt(repository, tag))?.digest, plan.digest);
}

function url(repository: string, path: string): string {
  const slash = repository.indexOf('/');
  return `http://${repository.slice(0, slash)}/v2/${repository.slice(slash + 1)}/${path}`;
}
