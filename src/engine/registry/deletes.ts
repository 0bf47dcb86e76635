// Deleting a manifest by digest or by tag (distribution spec: deleting tags, deleting manifests). A digest takes every
// tag that points at it along; a tag takes whatever it points at by then. The products differ: registries §1, §3.
import { EngineError } from '../errors.ts';
import { isDigest } from '../oci/digest.ts';
import type { Repository } from '../oci/reference.ts';
import type { Product } from '../products/product.ts';
import { call, refusalOf } from './call.ts';
import type { RegistryCall } from './call.ts';
import { checkTarget } from './manifests.ts';
import { productOf } from './recognise.ts';
import { factsOf } from './session.ts';
import type { RegistrySession } from './session.ts';
import { writeRefusal } from './writeRefusal.ts';

/**
 * Asks the registry to delete, once: no failure makes the transport send it again, and no other host is asked. `absent`
 * is a 404: it was gone before, or the registry hides what this login may not delete; the caller reads back.
 * Throws `cannot-delete` (405, UNSUPPORTED; by tag also the 400 of distribution 2.8), `tag-immutable`, `not-writable`, and what
 * getManifest throws. After a failure for which mayHaveBeenStored() is true it may be gone.
 */
export async function deleteManifest(
  session: RegistrySession,
  repository: Repository,
  tagOrDigest: string,
  signal: AbortSignal,
): Promise<'accepted' | 'absent'> {
  const asked: RegistryCall = {
    repository,
    operation: 'deleting a manifest',
    method: 'DELETE',
    path: `manifests/${checkTarget(tagOrDigest)}`,
    access: 'pull,push,delete',
    bodyLimit: 65_536,
    retry: 'never',
    redirects: 'same-host',
  };
  const reply = await call(session, asked, signal);
  if ([200, 202, 204].includes(reply.status)) return 'accepted';
  if (reply.status === 404) return 'absent';
  const refusal = refusalOf(session, asked, reply);
  const product = productOf(factsOf(session, repository.registry));
  throw cannotDelete(refusal, tagOrDigest, product) ?? writeRefusal(refusal, tagOrDigest) ?? refusal;
}

/**
 * distribution with deleting switched off, Docker Hub and GitHub answer 405; Harbor 400 UNSUPPORTED to a tag;
 * distribution 2.8 takes the tag for a bad digest; Google deletes no digest that a tag still names.
 */
function cannotDelete(
  refusal: EngineError,
  target: string,
  product: Product | undefined,
): EngineError | undefined {
  if (!('operation' in refusal.details && 'message' in refusal.details)) return undefined;
  const { registry, repository, operation, status, code, message } = refusal.details;
  const by = isDigest(target) ? 'digest' : 'tag';
  const means =
    status === 405 ||
    (status < 500 && code === 'UNSUPPORTED') ||
    (by === 'tag' && status === 400 && code === 'DIGEST_INVALID') ||
    (by === 'digest' && /DANGLING_TAG|still referenced by tag/i.test(`${code} ${message}`));
  if (!means || status === 401 || status === 403) return undefined;
  const advice = product?.advice?.[`delete-${by}`];
  return new EngineError('cannot-delete', {
    ...{ registry, repository, operation, status, code, message, by, advice },
  });
}
