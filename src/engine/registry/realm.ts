// Which token server may be asked, and which may be given the credential (S27, S29).
import type { Credential } from '../credentials/credential.ts';
import { EngineError } from '../errors.ts';
import { isLoopbackHost, isPrivateHost, mayLeadTo } from '../http/addresses.ts';
import type { RegistrySession } from './session.ts';
import { hostnameOf } from './endpoint.ts';
import { isKnownRealm } from '../products/products.ts';

/**
 * The realm of a challenge as a URL, resolved against the URL that was asked.
 * Throws `bad-answer` for no URL; `plain-http-refused` for http where the registry itself is not at http, or where the
 * credential would go over http to a host that is neither loopback nor listed; `token-realm-unknown` for a host that
 * is neither the registry's own, nor known, nor allowed by the person, or that is a private address elsewhere.
 */
export async function allowedRealm(
  session: RegistrySession,
  registry: string,
  asked: URL,
  realm: string,
  credential: Credential,
): Promise<URL> {
  const url = URL.canParse(realm, asked.href) ? new URL(realm, asked) : undefined;
  const plain = url !== undefined && url.username === '' && url.password === '';
  if (!plain || !/^https?:$/.test(url.protocol)) {
    throw new EngineError('bad-answer', { registry, reason: 'bad-realm' });
  }
  const own = url.hostname === asked.hostname || url.hostname === hostnameOf(registry);
  if (url.protocol === 'http:') assertPlainHttp(session, registry, asked, url, own, credential);
  if (own) return url;
  const allowed = session.world.permissions.tokenRealm(registry, url.host);
  const unknown = credential.kind !== 'anonymous' && !isKnownRealm(registry, url.host);
  const inside = !(await mayLeadTo(session.http, asked, url));
  if (!allowed && (unknown || inside)) {
    const privateAddress = await isPrivateHost(session.http, url.hostname);
    throw new EngineError('token-realm-unknown', { registry, realmHost: url.host, privateAddress });
  }
  return url;
}

function assertPlainHttp(
  session: RegistrySession,
  registry: string,
  asked: URL,
  realm: URL,
  own: boolean,
  credential: Credential,
): void {
  const listed = isLoopbackHost(realm.hostname) || session.world.permissions.plainHttp(realm.host);
  const enough = listed || own || credential.kind === 'anonymous';
  const refused = { registry, realmHost: realm.host };
  if (asked.protocol !== 'http:') {
    throw new EngineError('plain-http-refused', { ...refused, reason: 'downgrade' });
  }
  if (!enough) throw new EngineError('plain-http-refused', { ...refused, reason: 'not-listed' });
}
