// Signing in: tries a login before it is kept. Nothing of the trial stays: a wrong password must not be what the next
// request is signed in with, nor the right one before the person has it kept.
import { createCredential, describeCredential, type Credential } from '../credentials/credential.ts';
import { findCredential } from '../credentials/findCredential.ts';
import { accountCredential } from '../credentials/fromAccount.ts';
import { isEngineError, throwIfCancelled } from '../errors.ts';
import type { Repository } from '../oci/reference.ts';
import { call } from '../registry/call.ts';
import { checkLogin } from '../registry/checkLogin.ts';
import { tokenGrants } from '../registry/granted.ts';
import { createRegistrySession, type RegistrySession } from '../registry/session.ts';
import { withCredential } from '../registry/whoAmI.ts';
import type { SignInRequest, SignInRight, SignInTrial } from '../signIn.ts';
import type { World } from '../world.ts';
import type { EngineContext } from './context.ts';

/**
 * Who am I there with this login, and in a repository, where one is named: may I pull, and is push granted. Nothing is
 * written. Throws `not-signed-in` and `token-refused` for a login that is refused, and what checkLogin throws.
 */
export async function trySignIn(
  { world, session }: EngineContext,
  { registry, repository, login }: SignInRequest,
  signal: AbortSignal,
): Promise<SignInTrial> {
  const credential = await credentialFor(world, registry, login, signal);
  const fresh = { ...createRegistrySession(world), http: session.http };
  const accepted = await checkLogin(fresh, registry, credential, signal);
  const asked = { registry, path: repository ?? '' };
  const before = 'label' in login ? await loginBefore(world, asked, signal) : {};
  if (repository === undefined) return { login: accepted, pull: 'unknown', push: 'unknown', ...before };
  const held = withCredential(fresh, asked, credential);
  const [pull, push] = await Promise.all([mayPull(held, asked, signal), mayPush(held, asked, signal)]);
  return { login: accepted, pull, push, ...before };
}

/** What is found before the account; what cannot be read now is told when it is used. */
async function loginBefore(
  world: World,
  repository: Repository,
  signal: AbortSignal,
): Promise<Pick<SignInTrial, 'before'>> {
  try {
    const found = describeCredential(await findCredential(world, repository, signal));
    return found.kind === 'account' || found.kind === 'anonymous' ? {} : { before: found };
  } catch (error) {
    throwIfCancelled(signal, 'looking for a credential');
    world.log.warn(
      `who is signed in at ${repository.registry}: ${isEngineError(error) ? error.code : 'internal'}`,
    );
    return {};
  }
}

async function credentialFor(
  world: World,
  registry: string,
  login: SignInRequest['login'],
  signal: AbortSignal,
): Promise<Credential> {
  if ('label' in login) return accountCredential(world, registry, login, signal);
  return createCredential(world, login, { kind: 'kept-login', detail: registry });
}

async function mayPull(
  session: RegistrySession,
  repository: Repository,
  signal: AbortSignal,
): Promise<SignInRight> {
  try {
    const { status } = await call(
      session,
      {
        ...{ repository, operation: 'listing tags', method: 'GET', path: 'tags/list', query: 'n=1' },
        ...{ access: 'pull', bodyLimit: 16 * 1024 * 1024, retry: 'safe', redirects: 'same-host' },
      },
      signal,
    );
    if (status === 200) return 'granted';
    // A 404 is also what a registry says that hides what one may not read.
    return status === 401 || status === 403 ? 'denied' : 'unknown';
  } catch (error) {
    return deniedBy(error);
  }
}

async function mayPush(
  session: RegistrySession,
  repository: Repository,
  signal: AbortSignal,
): Promise<SignInRight> {
  try {
    return await tokenGrants(session, repository, 'pull,push', signal);
  } catch (error) {
    return deniedBy(error);
  }
}

/** The login itself was taken: what is refused now is the right. */
function deniedBy(error: unknown): SignInRight {
  const refused = isEngineError(error, 'token-refused') || isEngineError(error, 'not-signed-in');
  if (refused) return 'denied';
  throw error;
}
