// What every verb works with: one engine in one world.
import type { SignatureTagReading } from '../places/signatureTag.ts';
import type { SignPlan } from '../plan.ts';
import type { RegistrySession } from '../registry/session.ts';
import type { TagQueue } from '../store/tagQueue.ts';
import type { World } from '../world.ts';

export interface EngineContext {
  readonly world: World;
  readonly session: RegistrySession;
  readonly queue: TagQueue;
  /** What each plan saw under its tag: from it the run predicts what it will write. Only ever a shortcut. */
  readonly seen: WeakMap<SignPlan, SignatureTagReading>;
  /** Aborts when the engine is disposed of: ends what goes on behind a result. */
  readonly lifetime: AbortSignal;
}
