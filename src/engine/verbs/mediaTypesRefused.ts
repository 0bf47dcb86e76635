// What the refusal of a new `.sig` image may mean: that the registry does not take its media types. Artifactory 6 and other
// old ones take Docker's only (400 MANIFEST_INVALID, cosign#1994), zot takes OCI's only (415, registries §1b).
import { EngineError, isEngineError } from '../errors.ts';
import type { SignPlan } from '../plan.ts';

/**
 * `media-types-refused` for such a refusal, else the failure as it is. The types of an image that is there already are
 * not this plan's to choose.
 */
export function asMediaTypesRefused(failure: unknown, { mediaTypes, mediaTypesOrigin }: SignPlan): unknown {
  if (!isEngineError(failure, 'registry-refused') || mediaTypesOrigin === 'existing') return failure;
  const { operation, status, code } = failure.details;
  if (operation !== 'writing a manifest') return failure;
  const isRefusal = status === 415 || (status === 400 && code === 'MANIFEST_INVALID');
  return isRefusal
    ? new EngineError('media-types-refused', { ...failure.details, mediaTypes }, failure)
    : failure;
}
