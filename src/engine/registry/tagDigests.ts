// Which digests the tags of a repository point at: what deleting a digest would take along. By HEAD, which costs a
// reader nothing at registries that count reads (Docker Hub); a bounded look, and an honest answer where that is not enough.
import { EngineError, isEngineError } from '../errors.ts';
import { isDigest, type Digest } from '../oci/digest.ts';
import { manifestTypes } from '../oci/mediaTypes.ts';
import type { Repository } from '../oci/reference.ts';
import { call } from './call.ts';
import { listTags } from './lists.ts';
import type { RegistrySession } from './session.ts';

export interface TagDigests {
  readonly tagsOf: ReadonlyMap<Digest, readonly string[]>;
  /** The same by tag. */
  readonly digests: ReadonlyMap<string, Digest>;
  /** False where some tag's digest is not known: then a digest may have more tags than are listed here. */
  readonly complete: boolean;
}

/** Tags that are asked for, one HEAD each. */
const mostTags = 300;
const atOnce = 8;

/**
 * Looks at every tag of the repository that is not among `seen`, or at none where there are too many. Throws what
 * listTags and call() throw.
 */
export async function readTagDigests(
  session: RegistrySession,
  repository: Repository,
  seen: TagDigests['digests'],
  signal: AbortSignal,
): Promise<TagDigests> {
  const tags: string[] = [];
  const tagsOf = new Map<Digest, string[]>();
  const digests = new Map<string, Digest>();
  for await (const page of listTags(session, repository, signal)) {
    tags.push(...page.names);
    // A tag outside the grammar is one that cannot be asked for.
    if (tags.length > mostTags || page.dropped > 0) return { tagsOf, digests, complete: false };
  }
  let complete = true;
  const waiting = [...tags];
  const work = async (): Promise<void> => {
    for (let tag = waiting.shift(); tag !== undefined; tag = waiting.shift()) {
      const digest = seen.get(tag) ?? (await askDigest(session, repository, tag, signal));
      if (digest === 'not-told') complete = false;
      if (digest === 'not-told' || digest === 'absent') continue;
      digests.set(tag, digest);
      tagsOf.set(digest, [...(tagsOf.get(digest) ?? []), tag]);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return { tagsOf, digests, complete };
}

/**
 * What a tag or digest is there, as the registry's header says: enough to leave something alone, never to trust it
 * (S31). `absent` is a 404, and says nothing to a reader who may not read (S17). Throws `cancelled`.
 */
export async function askDigest(
  session: RegistrySession,
  repository: Repository,
  tagOrDigest: string,
  signal: AbortSignal,
): Promise<Digest | 'absent' | 'not-told'> {
  try {
    const reply = await call(
      session,
      {
        repository,
        operation: 'reading a manifest',
        method: 'HEAD',
        path: `manifests/${tagOrDigest}`,
        headers: { accept: manifestTypes.join(', '), 'cache-control': 'no-cache' },
        access: 'pull',
        bodyLimit: 65_536,
        retry: 'safe',
        redirects: 'same-host',
      },
      signal,
    );
    if (reply.status === 404) return 'absent';
    const digest = reply.headers.get('docker-content-digest') ?? '';
    return reply.status === 200 && isDigest(digest) ? digest : 'not-told';
  } catch (error) {
    if (isEngineError(error, 'cancelled') || signal.aborted) throw cancelled(error);
    return 'not-told';
  }
}

function cancelled(error: unknown): unknown {
  return isEngineError(error) ? error : new EngineError('cancelled', { what: 'reading a manifest' });
}
