// Run a plan and the plans of the images in it, one after the other, each as if it stood alone: every signature goes
// through its own queue and read-back, so that a cancel or a failure between two leaves whole signatures only.
import type { OpenKeyHandle } from '../api.ts';
import { EngineError } from '../errors.ts';
import { failureOf } from '../places/failure.ts';
import type { SignPlan, SignResult } from '../plan.ts';
import type { EngineContext } from './context.ts';
import { runSign, type SignWatch } from './runSign.ts';

/**
 * Does what the plan says. Throws what runSign throws while nothing is written, and `signed-in-part` where it stopped
 * behind the first signature: it says which image was not signed, and how many are.
 */
export async function runSignAll(
  engine: EngineContext,
  plan: SignPlan,
  key: OpenKeyHandle,
  watch: SignWatch,
  signal: AbortSignal,
): Promise<SignResult> {
  const first = await runSign(engine, plan, key, watch, signal);
  const further: SignResult[] = [];
  for (const image of plan.further) {
    try {
      further.push(await runSign(engine, image.plan, key, watch, signal));
    } catch (error) {
      const { code: reason } = failureOf(error);
      const { repository, digest } = image.plan;
      const counts = { signed: 1 + further.length, total: 1 + plan.further.length };
      throw new EngineError('signed-in-part', { repository, digest, ...counts, reason }, error);
    }
  }
  return { ...first, further };
}
