// What every verb works with: one engine in one world.
import type { SignatureTagReading } from '../places/signatureTag.ts';
import type { PlannedManifest } from '../copyPlan.ts';
import type { SignPlan } from '../plan.ts';
import type { RegistrySession } from '../registry/session.ts';
import type { TagQueue } from '../store/tagQueue.ts';
import type { World } from '../world.ts';

export interface EngineContext {
  readonly world: World;
  readonly session: RegistrySession;
  readonly queue: TagQueue;
  /**
   * What each plan saw under its tag, a copy's for each list: from it the run predicts what it will write, and merges back
   * what another overwrote in between.
   */
  readonly seen: WeakMap<SignPlan | PlannedManifest, SignatureTagReading>;
  /** Aborts when the engine is disposed of: ends what goes on behind a result. */
  readonly lifetime: AbortSignal;
}
