// Whether a list's digest may be deleted (S32): it takes every tag of that digest along. A run over many lists looks
// through a repository once, and then only for what may have changed.
import { isEngineError } from '../errors.ts';
import type { Digest } from '../oci/digest.ts';
import { formatRepository, type Repository } from '../oci/reference.ts';
import { withBudget, type RegistrySession } from '../registry/session.ts';
import { readTagDigests, type TagDigests } from '../registry/tagDigests.ts';

/** What the looks of one run may cost. Where it is spent, tags are deleted alone: what removes has no budget. */
const lookBudget = { requests: 15_000, bytes: 64 * 1024 * 1024, milliseconds: 600_000 };
/** A tag that was there may be moved meanwhile: so long a look counts (milliseconds). Tags that are new show at once. */
const lookCounts = 60_000;

export type IsOnlyTag = (
  repository: Repository,
  tag: string,
  digest: Digest,
  signal: AbortSignal,
) => Promise<boolean>;

/** For one run: true where no tag but this one points at the digest, false where nobody can tell. Throws `cancelled`. */
export function createTagLooks(whole: RegistrySession): IsOnlyTag {
  const session = withBudget(whole, lookBudget, 'this look');
  const { clock } = session.world;
  const looks = new Map<string, { readonly at: number; readonly seen: TagDigests['digests'] }>();
  return async (repository, tag, digest, signal) => {
    const name = formatRepository(repository);
    const last = looks.get(name);
    const isFresh = last !== undefined && clock.monotonic() - last.at < lookCounts;
    const at = isFresh ? last.at : clock.monotonic();
    try {
      const seen = isFresh ? last.seen : new Map<string, Digest>();
      const { tagsOf, digests, complete } = await readTagDigests(session, repository, seen, signal);
      looks.set(name, { at, seen: digests });
      return complete && (tagsOf.get(digest) ?? []).every((other) => other === tag);
    } catch (error) {
      if (isEngineError(error, 'cancelled')) throw error;
      return false;
    }
  };
}
