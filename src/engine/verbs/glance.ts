// Glance: what a tooltip shows of an image, by one HEAD (which costs a reader nothing at registries that count reads),
// and who is signed in there. Starts no helper, no tool and no prompt: it goes on behind a hover (S25).
import type { Glance } from '../glance.ts';
import { anonymous } from '../credentials/credential.ts';
import { isDigest } from '../oci/digest.ts';
import { manifestTypes } from '../oci/mediaTypes.ts';
import { parseRepository } from '../oci/reference.ts';
import type { Repository } from '../oci/reference.ts';
import { call } from '../registry/call.ts';
import { quietSession } from '../registry/session.ts';
import type { RegistrySession } from '../registry/session.ts';
import { readerWith } from '../registry/whoAmI.ts';
import type { Reader } from '../verdict.ts';
import type { EngineContext } from './context.ts';

/**
 * What a tag of a repository (`host/path`) is now; undefined where the registry does not tell. Throws what call() throws:
 * `credential-helper-failed` where telling would take a credential that has to be fetched from a helper or a tool first.
 */
export async function glance(
  { session }: EngineContext,
  repository: string,
  tag: string,
  signal: AbortSignal,
): Promise<Glance | undefined> {
  const reply = await call(
    quietSession(session),
    {
      repository: parseRepository(repository),
      operation: 'reading a manifest',
      method: 'HEAD',
      path: `manifests/${tag}`,
      headers: { accept: manifestTypes.join(', ') },
      access: 'pull',
      bodyLimit: 65_536,
      retry: 'safe',
      redirects: 'same-host',
    },
    signal,
  );
  const digest = reply.headers.get('docker-content-digest') ?? '';
  if (reply.status !== 200 || !isDigest(digest)) return undefined;
  const length = reply.headers.get('content-length') ?? '';
  return {
    digest,
    mediaType: reply.headers.get('content-type') ?? '',
    size: /^\d{1,9}$/.test(length) ? Number(length) : undefined,
  };
}

/**
 * Who is signed in at a repository (`host/path`) or a registry (host[:port]) already; undefined before anybody asked
 * there. Looks at what is known and nowhere else (S25).
 */
export function readerInUse({ session }: EngineContext, name: string): Reader | undefined {
  const repository = name.includes('/') ? parseRepository(name) : { registry: name, path: '' };
  return knownReader(session, repository);
}

function knownReader(session: RegistrySession, { registry, path }: Repository): Reader | undefined {
  const facts = session.registries.get(registry);
  if (facts === undefined || facts.scheme === undefined) return undefined;
  if (facts.challenges.size === 0) return readerWith(session, anonymous);
  const known = facts.credentials.get(path)?.credential;
  return known === undefined ? undefined : readerWith(session, known);
}
