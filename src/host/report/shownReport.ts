// A report with what the host alone knows of the window it was made in. Plain data beside what the engine found.
import type { VerifyReport } from '../../engine/verdict.ts';

/** A setting of a workspace that would judge or say where signatures are, and was not used: nobody trusts it (N2). */
export type LeftOut = 'trustedSigners' | 'signatureRepository';

/** A verified index of this session that lists the image. */
export interface WithinIndex {
  /** The tag that pointed at it, where one was named. */
  readonly tag: string | undefined;
  readonly digest: string;
}

export interface ShownReport extends VerifyReport {
  /** Name of the folder whose settings applied, where those of the window's folders disagree (S11). */
  readonly folder?: string;
  /** Not empty; left out where nothing was. */
  readonly leftOut?: readonly LeftOut[];
  /** Through which index the image is verified, beside its own verdict (S19). */
  readonly within?: WithinIndex;
}
