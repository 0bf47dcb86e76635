// The engine is loaded once, and only when something needs it.
import assert from 'node:assert/strict';
import type { EngineApi } from '../../../src/engine/api.ts';
import type { World } from '../../../src/engine/world.ts';
import { createEngineLoader } from '../../../src/host/loadEngine.ts';

describe('the engine', () => {
  const counts = { worlds: 0, loads: 0, disposed: 0 };
  const world = { clock: { monotonic: () => 0 }, log: { info: () => undefined } } as unknown as World;
  const api = { dispose: () => (counts.disposed += 1) } as unknown as EngineApi;
  const loader = createEngineLoader(
    () => {
      counts.worlds += 1;
      return world;
    },
    () => {
      counts.loads += 1;
      return { createEngine: (given) => (given === world ? api : ({} as EngineApi)) };
    },
  );

  it('is not loaded before it is used, and nothing is ended that never began', () => {
    loader.dispose();
    assert.deepEqual(counts, { worlds: 0, loads: 0, disposed: 0 });
  });

  it('is loaded once, with the one world, and ended at the end', () => {
    assert.equal(loader.engine(), api);
    assert.equal(loader.engine(), api);
    loader.dispose();
    assert.deepEqual(counts, { worlds: 1, loads: 1, disposed: 1 });
  });
});
