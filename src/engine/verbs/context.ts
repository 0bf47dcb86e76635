// What every verb works with: one engine in one world.
import type { RegistrySession } from '../registry/session.ts';
import type { TagQueue } from '../store/tagQueue.ts';
import type { World } from '../world.ts';

export interface EngineContext {
  readonly world: World;
  readonly session: RegistrySession;
  readonly queue: TagQueue;
  /** Aborts when the engine is disposed of: ends what goes on behind a result. */
  readonly lifetime: AbortSignal;
}
