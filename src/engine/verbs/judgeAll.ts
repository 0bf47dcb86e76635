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

/** The verdict on the subject of `context` by what its places hold. Throws `cancelled` only. */
export async function judgeAll(
  { world }: EngineContext,
  readings: readonly PlaceReading[],
  context: JudgeContext,
  signal: AbortSignal,
): Promise<Judgement> {
  const judged: JudgedSignature[] = [];
  for (const signature of readings.flatMap((reading) => reading.found)) {
    throwIfCancelled(signal, 'verifying');
    judged.push(judgeSignature(signature, context));
    // A thousand signatures against a hundred keys take seconds: the event loop and the person's cancel get their turn.
    // It rejects only for a cancel, which the next turn names.
    if (judged.length % 25 === 0) await world.clock.sleep(0, signal).catch(() => undefined);
  }
  const places = readings.map((reading) => reading.answer);
  return { places, judged, decision: decideVerdict({ judges: context.judges, places, judged }) };
}
