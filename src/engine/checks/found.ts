// What an image's signature is judged against.
import type { Digest } from '../oci/digest.ts';
import type { Repository } from '../oci/reference.ts';
import type { FoundSignature } from '../signatures/foundSignature.ts';
import type { ChosenJudges } from '../trustedSigners/judges.ts';

/** A found signature that has everything it takes to be judged. */
export type Candidate = FoundSignature & { readonly payload: Uint8Array; readonly signature: Uint8Array };

export interface JudgeContext {
  readonly judges: ChosenJudges;
  /** The image that was asked for: its repository, and the digest of its fetched bytes. */
  readonly repository: Repository;
  readonly subject: Digest;
  /** Annotations asked for: each must be in the payload with exactly this value. */
  readonly wantedAnnotations: readonly (readonly [name: string, value: string])[];
}
