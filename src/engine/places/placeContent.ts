// What stands in a place, whatever its kind.
import type { Digest } from '../oci/digest.ts';
import type { FoundSignature } from '../signatures/foundSignature.ts';
import type { NoneReason } from '../verdict.ts';

/** Things under one digest, or nothing and why. */
export type PlaceContent =
  { readonly manifest: Digest; readonly found: readonly FoundSignature[] } | { readonly none: NoneReason };
