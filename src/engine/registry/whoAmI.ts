// The credential a repository is asked with: looked up once for all who ask at the same time, kept for a minute, so
// that a new `docker login` is seen soon and a helper is not started for every request.
import { anonymous, describeCredential } from '../credentials/credential.ts';
import type { Credential } from '../credentials/credential.ts';
import { findCredential } from '../credentials/findCredential.ts';
import { formatRepository, type Repository } from '../oci/reference.ts';
import type { Reader } from '../verdict.ts';
import { factsOf } from './session.ts';
import type { RegistrySession } from './session.ts';

const keptMilliseconds = 60_000;

/** Who asks this repository (an empty path: the registry itself). Throws what findCredential throws. */
export async function credentialOf(
  session: RegistrySession,
  repository: Repository,
  signal: AbortSignal,
): Promise<Credential> {
  const held = session.held?.get(formatRepository(repository));
  if (held !== undefined) return held;
  const { clock } = session.world;
  const facts = factsOf(session, repository.registry);
  const kept = facts.credentials.get(repository.path);
  if (kept !== undefined && kept.until > clock.now()) return kept.credential;
  // A person's look-up must not join one that may start nothing.
  const key = JSON.stringify([repository.path, session.quiet]);
  return facts.credentialLookups.run(key, signal, async (shared) => {
    const credential = await findCredential(session.world, repository, shared);
    facts.credentials.set(repository.path, {
      credential,
      until: clock.now() + (credential.lasts ?? keptMilliseconds),
    });
    return credential;
  });
}

/** The same session, in which this credential signs in at this repository whatever happens meanwhile (S26). */
export function withCredential(
  session: RegistrySession,
  repository: Repository,
  credential: Credential,
): RegistrySession {
  const held = new Map(session.held);
  held.set(formatRepository(repository), credential);
  return { ...session, held };
}

/**
 * The credential of a confirmed plan, where its source gives another secret each time it is asked: what was asked before a
 * plan was made may end its time while the plan is looked at. Undefined once it was refused, forgotten or replaced, and in
 * the end.
 */
export function confirmedCredential(
  session: RegistrySession,
  repository: Repository,
  identity: string,
): Credential | undefined {
  const kept = factsOf(session, repository.registry).credentials.get(repository.path);
  const lasts = kept?.credential.lasts;
  if (kept === undefined || lasts === undefined || kept.credential.identity !== identity) return undefined;
  return kept.until + lasts > session.world.clock.now() ? kept.credential : undefined;
}

/** Lets what is known count for a minute from now on: what is shown behind a result can look up nothing (S25). */
export function keepCredential(session: RegistrySession, repository: Repository): void {
  const { credentials } = factsOf(session, repository.registry);
  const kept = credentials.get(repository.path);
  if (kept === undefined) return;
  const until = Math.max(kept.until, session.world.clock.now() + keptMilliseconds);
  credentials.set(repository.path, { ...kept, until });
}

/** Lets the next request look the credential up afresh: this one was refused. */
export function forgetCredential(session: RegistrySession, repository: Repository): void {
  factsOf(session, repository.registry).credentials.delete(repository.path);
}

/**
 * Who looks, and on which machine: named in every "none", because a 404 means nothing without it (S17). Nobody in
 * particular where the registry is known to want no sign-in: the credential is not sent then.
 */
export async function readerOf(
  session: RegistrySession,
  repository: Repository,
  signal: AbortSignal,
): Promise<Reader> {
  const { open, challenges } = factsOf(session, repository.registry);
  if (open === true && !challenges.has('repository')) return readerWith(session, anonymous);
  return readerWith(session, await credentialOf(session, repository, signal));
}

/** The reader that this credential makes. */
export function readerWith(session: RegistrySession, credential: Credential): Reader {
  return { credential: describeCredential(credential), machine: session.world.machine.name };
}
