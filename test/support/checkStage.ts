// A stage for tests of Check Registry: the demo registry with an image, an engine, and what was asked of the registry since.
import type { EngineApi } from '../../src/engine/api.ts';
import { createEngine } from '../../src/engine/engine.ts';
import type { CheckPlan, RegistryReport } from '../../src/engine/registryCheck.ts';
import type { World } from '../../src/engine/world.ts';
import type { RegistryOptions } from '../demo/options.ts';
import { startRegistry, type Registry } from '../demo/registry.ts';
import { pushImage } from './sampleImages.ts';
import { noSignal } from './scene.ts';
import { createTestWorld, type WorldOptions } from './world.ts';

export interface CheckStage {
  readonly registry: Registry;
  readonly engine: EngineApi;
  /** `host:port/demo/app` */
  readonly repository: string;
  /** Every request since the stage was made, and those that do not only read. */
  asked(): Registry['requests'];
  writes(): Registry['requests'];
  tags(): string[];
  read(signal?: AbortSignal): Promise<RegistryReport>;
  plan(): Promise<CheckPlan>;
  run(plan: CheckPlan, signal?: AbortSignal): Promise<RegistryReport>;
  stop(): Promise<void>;
}

export const checkedPath = 'demo/app';

/** `empty`: without an image, where a registry would not take one. */
export async function newCheckStage(
  options: RegistryOptions = {},
  worldOptions: WorldOptions & { readonly random?: World['random'] } = {},
  content: 'image' | 'empty' = 'image',
): Promise<CheckStage> {
  const registry = await startRegistry(options);
  const made = createTestWorld(worldOptions);
  const engine = createEngine({ ...made, random: worldOptions.random ?? made.random });
  if (content === 'image') await pushImage(registry.address, checkedPath, '1.0');
  const before = registry.requests.length;
  const repository = `${registry.address}/${checkedPath}`;
  const asked = (): Registry['requests'] => registry.requests.slice(before);
  return {
    registry,
    engine,
    repository,
    asked,
    writes: () => asked().filter(({ method }) => !['GET', 'HEAD'].includes(method)),
    tags: () => [...(registry.state.repositories.get(checkedPath)?.tags.keys() ?? [])],
    read: (signal = noSignal) => engine.checkRegistry({ repository }, () => undefined, signal),
    plan: () => engine.planRegistryCheck({ repository }, undefined, noSignal),
    run: (planned, signal = noSignal) => engine.runRegistryCheck(planned, () => undefined, signal),
    stop: async () => {
      engine.dispose();
      await registry.stop();
    },
  };
}
