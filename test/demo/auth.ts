// Who may reach the demo registry: nobody asked, Basic (RFC 7617), or Bearer tokens of its own endpoint
// (distribution's token specification: https://distribution.github.io/distribution/spec/auth/token/).
import { type Answer, type Exchange, refusal } from './answers.ts';
import type { Action, AuthOption, AuthWords, BasicOption, Refused, Users } from './authOptions.ts';
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
  return 'basic' in auth
    ? newBasicGate(auth)
    : newTokenGate(auth.token, auth.users, auth.grants ?? everythingToUsers, auth.words ?? {});
}

function newBasicGate(option: BasicOption): Gate {
  const { basic: users, grants = everythingToUsers, words = {}, uses = Number.POSITIVE_INFINITY } = option;
  const challenge = option.challenge ?? (() => 'Basic realm="Registry Realm"');
  let used = 0;
  return {
    tokenEndpoint: () => undefined,
    refusalFor({ request, address, state }, route) {
      const header = request.headers['authorization'];
      const user = userOf(header, users);
      // A wrong password is refused even where nobody needs one, as htpasswd does (distribution 2.8, measured).
      const unknown = header !== undefined && user === undefined;
      if (user !== undefined) used += 1;
      const { name, action } = route;
      const about = { user, name, action, signedIn: header !== undefined };
      if (used > uses) return words.ended ?? unauthorized(words, about, challenge(address));
      const allowed =
        name === undefined ? user !== undefined : grants(user, name, action, state.repositories.has(name));
      if (allowed && !unknown) return undefined;
      return user === undefined ? unauthorized(words, about, challenge(address)) : denied(words, about);
    },
  };
}

/** Who signs in with this Basic header: the name of the user with the right password, else undefined. */
export function userOf(header: string | undefined, users: Users): string | undefined {
  const encoded = /^basic\s+(\S+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon > 0 ? userWith(text.slice(0, colon), text.slice(colon + 1), users) : undefined;
}

/** Whose user name and password these are. */
export function userWith(user: string, password: string, users: Users): string | undefined {
  const found = Object.entries(users).find(([name, login]) =>
    typeof login === 'string'
      ? name === user && login === password
      : login.user === user && login.password === password,
  );
  return found?.[0];
}

/** 401 with this challenge, or with several, or none. */
export function unauthorized(
  words: AuthWords,
  about: Refused,
  challenge: string | string[] | undefined,
): Answer {
  const answer = words.unauthorized?.(about) ?? refusal(401, 'UNAUTHORIZED', 'authentication required', null);
  if (challenge === undefined) return answer;
  return { ...answer, headers: { ...answer.headers, 'www-authenticate': challenge } };
}

/** 403. */
export function denied(words: AuthWords, about: Refused): Answer {
  return words.denied?.(about) ?? refusal(403, 'DENIED', 'requested access to the resource is denied');
}

function everythingToUsers(user: string | undefined, _name: string, _action: Action): boolean {
  return user !== undefined;
}
