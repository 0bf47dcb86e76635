// The accounts that VS Code is signed in to, for the registries of their makers and no other host (S24): GitHub's token is
// a password at GHCR, Microsoft's is exchanged by ACR for a refresh token (Azure/acr docs/AAD-OAuth.md). Nobody is asked:
// a session that is not there is asked for by Sign In to Registry only.
import { EngineError, isEngineError, throwIfCancelled } from '../errors.ts';
import { request } from '../http/request.ts';
import type { Repository } from '../oci/reference.ts';
import { accountAt } from '../products/products.ts';
import type { Account, AccountProvider, AccountSession } from '../signIn.ts';
import type { World } from '../world.ts';
import { createOwnHttp } from './certificates.ts';
import { createCredential, createPassingCredential } from './credential.ts';
import type { Credential, CredentialSource } from './credential.ts';
import { asksNobody, notInBackground } from './withoutHelpers.ts';

const bodyLimit = 65_536;

/**
 * The login that a session of VS Code gives, the one that may do most; undefined for other hosts, without a session, and
 * where the registry refuses it: the next source is asked, and the log says why. Throws `cancelled`, and
 * `credential-helper-failed` in the background where the registry would have to be asked for it.
 */
export async function fromAccount(
  world: World,
  { registry }: Repository,
  signal: AbortSignal,
): Promise<Credential | undefined> {
  const account = accountAt(registry);
  const session = account && (await strongestSession(world, registry, account, signal));
  if (account === undefined || session === undefined) return undefined;
  if (account.gives.kind === 'exchange' && asksNobody(world)) throw notInBackground(nameOf(account.provider));
  try {
    return await accountCredential(world, registry, session, signal);
  } catch (error) {
    throwIfCancelled(signal, 'looking for a credential');
    const why = isEngineError(error) ? error.code : 'no answer';
    world.log.warn(`${registry} was asked for a login for the account of ${account.provider}: ${why}`);
    return undefined;
  }
}

/**
 * The credential that this session makes at this registry. Throws `token-refused` (without the server's words: they may
 * hold the token), `bad-answer`, `internal` for a host that takes no account, and what the network throws.
 */
export async function accountCredential(
  world: World,
  registry: string,
  session: AccountSession,
  signal: AbortSignal,
): Promise<Credential> {
  const account = accountAt(registry);
  // Whoever asks, and for whatever host: a token goes to the hosts of its account only.
  if (account === undefined) throw new EngineError('internal', { what: 'an account for another host' });
  if (account.gives.kind === 'password') {
    const secret = { kind: 'basic', username: session.label, password: session.token } as const;
    return createCredential(world, secret, { kind: 'account', detail: nameOf(account.provider) });
  }
  const source = { kind: 'account', detail: `${nameOf(account.provider)} (${session.label})` } as const;
  const token = await exchange(world, registry, account.gives.path, session.token, source, signal);
  return createPassingCredential(
    world,
    { kind: 'identity-token', username: account.gives.user, token },
    source,
  );
}

async function strongestSession(
  world: World,
  registry: string,
  { provider, levels }: Account,
  signal: AbortSignal,
): Promise<AccountSession | undefined> {
  for (const { scopes } of levels) {
    const session = await world.logins.session(registry, provider, scopes, signal);
    if (session !== undefined) return session;
  }
  return undefined;
}

async function exchange(
  world: World,
  registry: string,
  path: string,
  token: string,
  source: CredentialSource,
  signal: AbortSignal,
): Promise<string> {
  const tenant = tenantOf(token);
  const form = new URLSearchParams({
    grant_type: 'access_token',
    service: registry,
    ...(tenant === undefined ? {} : { tenant }),
    access_token: token,
  });
  const response = await request(
    createOwnHttp(world),
    {
      method: 'POST',
      url: new URL(`https://${registry}${path}`),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new TextEncoder().encode(form.toString()),
      ...{ bodyLimit, retry: 'safe', redirects: 'same-host', certificateFor: registry },
      what: 'asking for a token',
    },
    signal,
  );
  const { status } = response;
  if (status !== 200) {
    const credential = { ...source, user: '' };
    throw new EngineError('token-refused', {
      registry,
      realmHost: registry,
      status,
      message: '',
      credential,
    });
  }
  const refreshToken = textIn(new TextDecoder().decode(response.body), 'refresh_token');
  if (refreshToken === undefined || !/^[\x21-\x7e]+$/.test(refreshToken)) {
    throw new EngineError('bad-answer', { registry, reason: 'no-token' });
  }
  return refreshToken;
}

/** The claim `tid` of Microsoft's tokens, which are JWTs; read, not checked: the registry does that. */
function tenantOf(token: string): string | undefined {
  const claims = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8');
  const tenant = textIn(claims, 'tid');
  return tenant !== undefined && /^[0-9a-f-]{36}$/i.test(tenant) ? tenant : undefined;
}

function textIn(json: string, member: string): string | undefined {
  try {
    const value = (JSON.parse(json) as Record<string, unknown> | null)?.[member];
    return typeof value === 'string' && value !== '' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** As the makers write it. */
function nameOf(provider: AccountProvider): string {
  return { github: 'GitHub', 'github-enterprise': 'GitHub Enterprise', microsoft: 'Microsoft' }[provider];
}
