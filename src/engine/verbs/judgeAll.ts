// Judges everything that was found of one subject, and decides.
import { decideVerdict, type Decision } from '../checks/decideVerdict.ts';
import type { JudgeContext } from '../checks/found.ts';
import { judgeSignature } from '../checks/judge.ts';
import { throwIfCancelled } from '../errors.ts';
import type { PlaceReading } from '../places/readPlaces.ts';
import type { JudgedSignature, PlaceAnswer } from '../verdict.ts';
import type { EngineContext } from './context.ts';

export interface Judgement {
  readonly places: readonly PlaceAnswer[];
  readonly judged: readonly JudgedSignature[];
  readonly decision: Decision;
}

/** Of judging without a pause, in milliseconds; a person does not notice it. */
const longestTurn = 50;

/** The verdict on the subject of `context` by what its places hold. Throws `cancelled` only. */
export async function judgeAll(
  { world }: Pick<EngineContext, 'world'>,
  readings: readonly PlaceReading[],
  context: JudgeContext,
  signal: AbortSignal,
): Promise<Judgement> {
  const judged: JudgedSignature[] = [];
  let turn = world.clock.monotonic();
  for (const signature of readings.flatMap((reading) => reading.found)) {
    throwIfCancelled(signal, 'verifying');
    judged.push(judgeSignature(signature, context));
    // A thousand signatures against a hundred keys take minutes on a large curve: the event loop and the person's cancel
    // get their turn. It rejects only for a cancel, which the next turn names.
    if (world.clock.monotonic() - turn < longestTurn) continue;
    await world.clock.sleep(0, signal).catch(() => undefined);
    turn = world.clock.monotonic();
  }
  const places = readings.map((reading) => reading.answer);
  return { places, judged, decision: decideVerdict({ judges: context.judges, places, judged }) };
}
