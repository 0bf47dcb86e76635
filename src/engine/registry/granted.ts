// What a token server grants, read from its tokens. Only to tell a person and to weigh a 404: the registry decides.
import { isEngineError } from '../errors.ts';
import type { Repository } from '../oci/reference.ts';
import { authorise } from './authorise.ts';
import { scopeOf } from './call.ts';
import { urlBelow } from './endpoint.ts';
import { knownChallenge } from './known.ts';
import { knownScheme } from './scheme.ts';
import { factsOf } from './session.ts';
import type { RegistrySession } from './session.ts';
import { credentialOf } from './whoAmI.ts';

export type Granted = 'granted' | 'denied' | 'unknown';

/**
 * Whether a token for this access is granted. `unknown` where the registry uses no tokens, or tokens that only it can
 * read. Throws what call() throws, but for a token server's refusal, which is an answer.
 */
export async function tokenGrants(
  session: RegistrySession,
  repository: Repository,
  access: 'pull' | 'pull,push' | 'pull,push,delete',
  signal: AbortSignal,
): Promise<Granted> {
  const facts = factsOf(session, repository.registry);
  const challenge = knownChallenge(facts, access);
  const scheme = knownScheme(session, facts);
  if (challenge?.kind !== 'bearer' || scheme === undefined) return 'unknown';
  const credential = await credentialOf(session, repository, signal);
  const wanted = scopeOf({ repository, access });
  const url = urlBelow(scheme, repository, '', '');
  try {
    const authorization = await authorise(session, facts, challenge, wanted, credential, url, signal);
    if (authorization === undefined || authorization.scopes.length === 0) return 'unknown';
    // A registry that leaves out part of the name (Artifactory) grants what it named itself.
    const { scopes } = authorization;
    const named = scopes.filter((scope) => scope.startsWith(`repository:${repository.path}:`));
    return grantedIn(
      authorization.header.slice('Bearer '.length),
      named.length === 0 ? scopes : named,
      access.split(','),
    );
  } catch (error) {
    if (isEngineError(error, 'not-signed-in')) return 'denied';
    if (isEngineError(error, 'token-refused') && [401, 403].includes(error.details.status)) return 'denied';
    throw error;
  }
}

// The claims of a JWT as the distribution project defines them (`access`); for showing and asking only, not checked.
function grantedIn(token: string, scopes: readonly string[], actions: readonly string[]): Granted {
  const access = accessOf(token);
  if (access === undefined) return 'unknown';
  const granted = access.filter((entry) =>
    scopes.some((scope) => scope.startsWith(`${String(entry['type'])}:${String(entry['name'])}:`)),
  );
  const all = granted.flatMap((entry) =>
    Array.isArray(entry['actions']) ? (entry['actions'] as unknown[]) : [],
  );
  return all.includes('*') || actions.every((action) => all.includes(action)) ? 'granted' : 'denied';
}

function accessOf(token: string): readonly Record<string, unknown>[] | undefined {
  const parts = token.split('.');
  if (parts.length !== 3) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString('utf8'));
    const access: unknown = (claims as Record<string, unknown>)['access'];
    if (!Array.isArray(access)) return undefined;
    return access.filter(
      (entry): entry is Record<string, unknown> => typeof entry === 'object' && entry !== null,
    );
  } catch {
    return undefined;
  }
}
