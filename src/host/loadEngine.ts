// Loads the engine's bundle, dist/engine.cjs, when something needs it first, and gives it the real world.
import type { EngineApi } from '../engine/api.ts';
import type { World } from '../engine/world.ts';

interface EngineBundle {
  createEngine(world: World): EngineApi;
}

export interface EngineLoader {
  /** The one engine of this window; loads it on the first call. */
  readonly engine: () => EngineApi;
  /** Ends its background looks, if it was ever loaded. */
  readonly dispose: () => void;
}

/** `makeWorld` is called once, on first use. `load` is the bundle's require, for tests another. */
export function createEngineLoader(
  makeWorld: () => World,
  load: () => EngineBundle = requireBundle,
): EngineLoader {
  let loaded: EngineApi | undefined;
  return {
    engine: () => {
      if (loaded !== undefined) return loaded;
      const world = makeWorld();
      const begun = world.clock.monotonic();
      loaded = load().createEngine(world);
      world.log.info(`engine loaded in ${Math.round(world.clock.monotonic() - begun)} ms`);
      return loaded;
    },
    dispose: () => loaded?.dispose(),
  };
}

function requireBundle(): EngineBundle {
  return require('./engine.cjs') as EngineBundle;
}
