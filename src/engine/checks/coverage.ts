// What covers a platform image of an index: its own signature, or that of the index (S19). Only a signature over the index's
// digest verifies the index, and only bytes that hash to that digest say which images are in it.
import type { Coverage, Verdict } from '../verdict.ts';

/**
 * `own` is the verdict on the image's own signatures; `index` that on an index whose bytes were hashed and list the image.
 * What could not be read is never "not covered".
 */
export function coverageOf(own: Verdict, index: Verdict): Coverage {
  if (own === 'verified') return 'own-signature';
  if (index === 'verified') return 'through-index';
  return own === 'could-not-check' || index === 'could-not-check' ? 'could-not-check' : 'not-covered';
}
