// Which failures of a list mean "this registry keeps it to itself" rather than "something is broken" (U9).
import { isEngineError } from '../../engine/errors.ts';
import type { ErrorCode } from '../../engine/errors.ts';

// What registries without a catalog answer to `_catalog`, and most to the tag list of a name that is no repository:
// 404, 405 (Docker Hub, GHCR), 401 (Docker Hub, GitLab), 403 (GHCR) and a token server that grants nothing.
const refusals: readonly ErrorCode[] = [
  'not-found',
  'registry-refused',
  'not-signed-in',
  'forbidden',
  'token-refused',
  'no-list',
];

export function isRefusal(failure: unknown): boolean {
  return isEngineError(failure) && refusals.includes(failure.code);
}

/** A login could change the answer. */
export function wantsLogin(failure: unknown): boolean {
  if (isEngineError(failure, 'no-list')) return failure.details.reason === 'login';
  // Artifactory and Gitea forbid what nobody in particular may not see.
  if (isEngineError(failure, 'forbidden')) return failure.details.credential.kind === 'anonymous';
  return isEngineError(failure, 'not-signed-in') || isEngineError(failure, 'token-refused');
}
