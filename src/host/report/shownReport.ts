// A report with what the host alone knows of the window it was made in. Plain data beside what the engine found.
import type { VerifyReport } from '../../engine/verdict.ts';

export interface ShownReport extends VerifyReport {
  /** Name of the folder whose settings applied, where those of the window's folders disagree (S11). */
  readonly folder?: string;
}
