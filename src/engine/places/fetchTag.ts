// A manifest by its tag, and what a 404 for it is worth.
import { EngineError, isEngineError } from '../errors.ts';
import type { Repository } from '../oci/reference.ts';
import { mayBeMissing } from '../registry/hiddenTag.ts';
import { listTags } from '../registry/lists.ts';
import { getManifest, type FetchedManifest } from '../registry/manifests.ts';
import type { RegistrySession } from '../registry/session.ts';

/**
 * The manifest, or undefined where the registry says 404. A web page that says so may come from a proxy that never asked
 * the registry, or from a product that answers in this way (Nexus' Jetty): then the list of tags decides, and so it does
 * for a 403 in the words by which a product hides what is not there (Artifactory).
 * Throws what getManifest and listTags throw, and `not-a-registry` where no list tells.
 */
export async function fetchTag(
  session: RegistrySession,
  repository: Repository,
  tag: string,
  signal: AbortSignal,
): Promise<FetchedManifest | undefined> {
  try {
    return await getManifest(session, repository, tag, signal);
  } catch (error) {
    if (mayBeMissing(error) && !(await mayBeThere(session, repository, tag, signal))) return undefined;
    if (!isEngineError(error, 'not-found')) throw error;
    if (error.details.webPage === true && (await mayBeThere(session, repository, tag, signal))) {
      throw new EngineError('not-a-registry', { registry: repository.registry, reason: 'web-page' }, error);
    }
    return undefined;
  }
}

/** False only where a list came without the tag; that the whole repository is not there is a 404 once more. */
async function mayBeThere(
  session: RegistrySession,
  repository: Repository,
  tag: string,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    for await (const { names } of listTags(session, repository, signal)) if (names.includes(tag)) return true;
    return false;
  } catch (error) {
    if (isEngineError(error, 'not-found')) return true;
    throw error;
  }
}
