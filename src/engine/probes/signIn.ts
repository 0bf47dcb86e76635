// Who asks: the login in use, what its tokens grant, and whether nobody in particular may read, too.
import { anonymous, describeCredential } from '../credentials/credential.ts';
import { isEngineError } from '../errors.ts';
import type { FindingName } from '../findings.ts';
import { failureOf } from '../places/failure.ts';
import { tokenGrants } from '../registry/granted.ts';
import { factsOf, type RegistrySession } from '../registry/session.ts';
import { credentialOf, withCredential } from '../registry/whoAmI.ts';
import type { Finding } from '../registryCheck.ts';
import { cannotTell, createProber, judge, notTried, type Prober } from './prober.ts';

/** Whose login is used. Throws `cancelled`. */
export async function probeSignIn({ session, repository, signal }: Prober): Promise<Finding> {
  try {
    const credential = await credentialOf(session, repository, signal);
    const machine = session.world.machine.name;
    return {
      name: 'sign-in',
      answer: credential.kind === 'anonymous' ? 'no' : 'yes',
      evidence: { kind: 'credential', credential: describeCredential(credential), machine },
    };
  } catch (error) {
    if (signal.aborted || isEngineError(error, 'cancelled')) throw error;
    return cannotTell('sign-in', { kind: 'failed', failure: failureOf(error) });
  }
}

const accesses = [
  ['pull', 'pull'],
  ['push', 'pull,push'],
  ['delete', 'pull,push,delete'],
] as const;

/** What the token server grants: only where it gives tokens that can be read. Throws `cancelled`. */
export async function probeGrants(prober: Prober): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const [name, access] of accesses) findings.push(await grantFinding(prober, name, access));
  return findings;
}

async function grantFinding(
  { session, repository, signal }: Prober,
  name: FindingName,
  access: (typeof accesses)[number][1],
): Promise<Finding> {
  try {
    const granted = await tokenGrants(session, repository, access, signal);
    if (granted === 'unknown') return cannotTell(name, { kind: 'not-tried', why: 'no-tokens' });
    return { name, answer: granted === 'granted' ? 'yes' : 'no', evidence: { kind: 'token' } };
  } catch (error) {
    if (signal.aborted || isEngineError(error, 'cancelled')) throw error;
    return cannotTell(name, { kind: 'failed', failure: failureOf(error) });
  }
}

/**
 * Whether the repository's tags can be listed without a login. A 404 tells nothing: it may be hidden, or not there (S17).
 * Throws `cancelled`.
 */
export async function probeAnonymousRead(prober: Prober, isThere: boolean): Promise<Finding> {
  const { repository, signal } = prober;
  const nobody = createProber(asNobody(prober), repository, signal);
  const asked = await nobody.ask({
    ...{ path: 'tags/list', query: 'n=1', operation: 'listing tags', forbiddenMeansNo: true },
  });
  if (asked.reply === undefined && ['not-signed-in', 'token-refused'].includes(asked.failure.code)) {
    return { name: 'anonymous-read', answer: 'no', evidence: { kind: 'failed', failure: asked.failure } };
  }
  if (asked.reply?.status === 404 && !isThere)
    return notTried('hidden-or-absent', 'anonymous-read')[0] as Finding;
  return judge('anonymous-read', asked, ({ status }) => status === 200);
}

/** A session that knows nothing of tokens and challenges, and has no login for this repository. */
function asNobody({ session, repository }: Prober): RegistrySession {
  const fresh: RegistrySession = { ...session, registries: new Map() };
  factsOf(fresh, repository.registry).scheme = factsOf(session, repository.registry).scheme;
  return withCredential(fresh, repository, anonymous);
}
