// Judges everything that was found of one subject, and decides.
import type { CheckingTime } from '../checks/checkingTime.ts';
import { decideVerdict, type Decision } from '../checks/decideVerdict.ts';
import type { JudgeContext } from '../checks/found.ts';
import { describeUnjudged, judgeSignature } from '../checks/judge.ts';
import type { PlaceReading } from '../places/readPlaces.ts';
import type { JudgedSignature, PlaceAnswer } from '../verdict.ts';

export interface Judgement {
  readonly places: readonly PlaceAnswer[];
  readonly judged: readonly JudgedSignature[];
  readonly decision: Decision;
}

/** The verdict on the subject of `context` by what its places hold. Throws `cancelled` only. */
export async function judgeAll(
  time: CheckingTime,
  readings: readonly PlaceReading[],
  context: JudgeContext,
  signal: AbortSignal,
): Promise<Judgement> {
  const judged: JudgedSignature[] = [];
  for (const signature of readings.flatMap((reading) => reading.found)) {
    const judgement = await time.spend(() => judgeSignature(signature, context), signal);
    judged.push(judgement ?? { ...describeUnjudged(signature), problem: { code: 'no-time-left' } });
  }
  const places = readings.map((reading) => reading.answer);
  return { places, judged, decision: decideVerdict({ judges: context.judges, places, judged }) };
}
