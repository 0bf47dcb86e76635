// What tests of removing share: the request, plan and run at once, and a look at a registry that is not the engine's.
import type { EngineApi } from '../../src/engine/api.ts';
import type {
  RemoveChoice,
  RemoveFrom,
  RemovePlan,
  RemoveRequest,
  RemoveResult,
} from '../../src/engine/removePlan.ts';
import { manifestTypes } from '../../src/engine/oci/mediaTypes.ts';
import { noSettings, noSignal, type Signer } from './scene.ts';

export function removeRequest(
  from: RemoveFrom | string,
  choice: RemoveChoice | Signer = { kind: 'all' },
  change: Partial<RemoveRequest> = {},
): RemoveRequest {
  return {
    from: typeof from === 'string' ? { kind: 'image', reference: from } : from,
    choice: 'key' in choice && !('kind' in choice) ? { kind: 'signer', key: choice.key } : choice,
    settings: noSettings,
    whenEmpty: 'delete',
    knownKeys: [],
    ...change,
  };
}

/** Plans and runs. */
export async function remove(
  engine: EngineApi,
  ...asked: Parameters<typeof removeRequest>
): Promise<RemoveResult> {
  return run(engine, await engine.planRemove(removeRequest(...asked), noSignal));
}

export function run(engine: EngineApi, plan: RemovePlan, signal = noSignal): Promise<RemoveResult> {
  return engine.runRemove(plan, () => undefined, signal);
}

/** The status of a tag or digest, and the layers' texts where it is an image; asked by plain HTTP. */
export async function lookAt(
  address: string,
  path: string,
  target: string,
): Promise<{ readonly status: number; readonly text: string; readonly layers: readonly string[] }> {
  const headers = { accept: manifestTypes.join(', ') };
  const answer = await fetch(`http://${address}/v2/${path}/manifests/${target}`, { headers });
  const text = await answer.text();
  if (answer.status !== 200) return { status: answer.status, text, layers: [] };
  const { layers = [] } = JSON.parse(text) as { readonly layers?: readonly unknown[] };
  return { status: 200, text, layers: layers.map((layer) => JSON.stringify(layer)) };
}
