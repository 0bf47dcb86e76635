// Who may reach the demo registry: nobody asked, Basic (RFC 7617), or Bearer tokens of its own endpoint
// (distribution's token specification: https://distribution.github.io/distribution/spec/auth/token/).
import { type Answer, type Exchange, refusal } from './answers.ts';
import type { Action, AuthOption, Grants, Users } from './options.ts';
import type { Route } from './routes.ts';
import { newTokenGate } from './tokens.ts';

/** Stands before the routes. */
export interface Gate {
  /** The token endpoint's answer, when this request is for it. */
  tokenEndpoint(exchange: Exchange): Answer | undefined;
  /** Why this request may not reach its route; undefined: it may. */
  refusalFor(exchange: Exchange, route: Route): Answer | undefined;
}

export function newGate(auth: AuthOption): Gate {
  if (auth === 'none') return { tokenEndpoint: () => undefined, refusalFor: () => undefined };
  const grants = auth.grants ?? everythingToUsers;
  return 'basic' in auth ? newBasicGate(auth.basic, grants) : newTokenGate(auth.token, auth.users, grants);
}

function newBasicGate(users: Users, grants: Grants): Gate {
  return {
    tokenEndpoint: () => undefined,
    refusalFor({ request }, route) {
      const header = request.headers['authorization'];
      const user = userOf(header, users);
      // A wrong password is refused even where nobody needs one, as htpasswd does (distribution 2.8, measured).
      const unknown = header !== undefined && user === undefined;
      const allowed = route.name === undefined ? user !== undefined : grants(user, route.name, route.action);
      if (allowed && !unknown) return undefined;
      if (user !== undefined) return denied();
      const headers = { 'www-authenticate': 'Basic realm="Registry Realm"' };
      return refusal(401, 'UNAUTHORIZED', 'authentication required', null, headers);
    },
  };
}

/** The user of a Basic header with the right password, else undefined. */
export function userOf(header: string | undefined, users: Users): string | undefined {
  const encoded = /^basic\s+(\S+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const user = text.slice(0, colon);
  return colon > 0 && users[user] === text.slice(colon + 1) ? user : undefined;
}

export function denied(): Answer {
  return refusal(403, 'DENIED', 'requested access to the resource is denied');
}

function everythingToUsers(user: string | undefined, _name: string, _action: Action): boolean {
  return user !== undefined;
}
