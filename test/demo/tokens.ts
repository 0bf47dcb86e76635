// Bearer tokens of the demo registry: remembered in memory, given by GET (Basic or nobody) and by POST (OAuth 2 form:
// password or refresh_token), as distribution's token and oauth2 specifications describe; with switches (authOptions.ts).
import { type Answer, type Exchange, jsonAnswer, methodNotAllowed, refusal } from './answers.ts';
import { denied, type Gate, unauthorized, userOf, userWith } from './auth.ts';
import type { Action, AuthWords, Grants, TokenOption, Users } from './authOptions.ts';
import { challengeFor } from './challenges.ts';
import type { Route } from './routes.ts';
import { type Access, newToken } from './tokenForm.ts';

interface Grant {
  readonly user: string | undefined;
  /** The first component of the repositories that the realm was for. */
  readonly key: string | undefined;
  /** `NAME:ACTION`, e.g. `demo/app:pull`; undefined: whatever the user may do. */
  readonly access: ReadonlySet<string> | undefined;
  /** Milliseconds since 1970. */
  readonly ends: number;
  usesLeft: number;
}

export function newTokenGate(option: TokenOption, users: Users, grants: Grants, words: AuthWords): Gate {
  const given = new Map<string, Grant>();
  const endpoint = endpointOf(option);

  function give(exchange: Exchange, scopes: readonly string[], user: string | undefined): Answer {
    const key = endpoint.exec(exchange.request.path)?.[1];
    const granted: Access[] = [];
    const lacking: string[] = [];
    for (const scope of scopes) {
      const [, type, path, actions] = /^([a-z]+)(?:\([a-z]+\))?:(.+):([^:]*)$/.exec(scope) ?? [];
      if (type === undefined || path === undefined || actions === undefined) continue;
      const name = option.scopeWithoutKey === true && type === 'repository' ? `${key}/${path}` : path;
      const exists = exchange.state.repositories.has(name);
      const allowed = actions
        .split(',')
        .filter(
          (action) => grants(user, name, action as Action, exists) || lacking.push(`${name}:${action}`) < 0,
        );
      granted.push({ type, name, actions: allowed });
    }
    const no = option.refusal?.({ user, scopes, lacking });
    if (no !== undefined) return no;
    const token = newToken(option.form ?? 'opaque', user, granted);
    const access = new Set(granted.flatMap(({ name, actions }) => actions.map((one) => `${name}:${one}`)));
    const isOpen =
      option.unbound === true || (option.fixedScope !== undefined && scopes.includes(option.fixedScope));
    given.set(token, {
      user,
      key,
      access: isOpen ? undefined : access,
      ends: Date.now() + (option.expiresInSeconds ?? 60) * 1000,
      usesLeft: option.uses ?? Number.POSITIVE_INFINITY,
    });
    return jsonAnswer(200, answerWith(option, token));
  }

  function byGet(exchange: Exchange): Answer {
    const header = exchange.request.headers['authorization'];
    const user = userOf(header, users);
    if (header !== undefined && user === undefined) return badCredentials(words);
    return give(exchange, scopesOf(exchange.request.query.getAll('scope')), user);
  }

  function byPost(exchange: Exchange): Answer {
    const { request } = exchange;
    if (option.post === false) return methodNotAllowed('GET');
    if (option.post !== undefined) return option.post;
    const form = new URLSearchParams(new TextDecoder().decode(request.body));
    const byPassword = form.get('grant_type') === 'password';
    const user = byPassword
      ? userWith(form.get('username') ?? '', form.get('password') ?? '', users)
      : option.refreshTokens?.[form.get('refresh_token') ?? ''];
    return user === undefined ? badCredentials(words) : give(exchange, scopesOf(form.getAll('scope')), user);
  }

  /** Who Basic lets in where it counts; undefined where a token is wanted. */
  function byBasic({ request }: Exchange, route: Route): string | undefined {
    const counts = option.takesBasic === true || (option.catalog === 'basic' && route.name === 'catalog');
    return counts ? userOf(request.headers['authorization'], users) : undefined;
  }

  function opens({ state }: Exchange, grant: Grant, { name, action }: Route): boolean {
    if (name === undefined) return true;
    if (grant.access !== undefined) return grant.access.has(`${name}:${action}`);
    return grants(grant.user, name, action, state.repositories.has(name));
  }

  return {
    tokenEndpoint(exchange) {
      const { request, address, behindName } = exchange;
      const isExchange = option.exchange !== undefined && request.path === '/oauth2/exchange';
      if (behindName === true && address !== (option.at?.host ?? address)) return undefined;
      if (isExchange) return exchanged(option, request.body, words);
      if (!endpoint.test(request.path)) return undefined;
      return request.method === 'POST' ? byPost(exchange) : byGet(exchange);
    },
    refusalFor(exchange, route) {
      const header = exchange.request.headers['authorization'];
      const basic = byBasic(exchange, route);
      const token = /^bearer\s+(\S+)$/i.exec(header ?? '')?.[1];
      const found = token === undefined ? undefined : given.get(token);
      const isElsewhere = option.keyBound === true && !isBelow(route, found?.key);
      const ended = isElsewhere || found === undefined || found.ends < Date.now() || found.usesLeft < 1;
      if (found !== undefined) found.usesLeft -= 1;
      const grant: Grant | undefined =
        basic === undefined
          ? ended
            ? undefined
            : found
          : { user: basic, key: undefined, access: undefined, ends: 0, usesLeft: 1 };
      const about = { ...route, user: grant?.user, signedIn: header !== undefined };
      if (grant !== undefined && opens(exchange, grant, route)) return undefined;
      if (grant !== undefined && option.tooWeak === 'denied') return denied(words, about);
      const error =
        grant === undefined ? (token === undefined ? undefined : 'invalid_token') : 'insufficient_scope';
      return unauthorized(words, about, challengeFor(exchange, route, option, error));
    },
  };
}

/**
 * A token of the realm that the ping names (`null`) opens every key: JFrog's own charts send every token request there
 * (`rewrite ^/(v2)/token /artifactory/api/docker/null/v2/token`), and crane asks no other realm than that of the ping.
 */
function isBelow({ name }: Route, key: string | undefined): boolean {
  return name === undefined || name === 'catalog' || key === 'null' || name.startsWith(`${key}/`);
}

function endpointOf({ at }: TokenOption): RegExp {
  const path = at?.path ?? '/token';
  return new RegExp(`^${path.replaceAll('.', '\\.').replace('{key}', '([^/]+)')}$`);
}

function answerWith(option: TokenOption, token: string): Record<string, unknown> {
  const field = option.field ?? 'both';
  return {
    ...(field === 'access_token' ? {} : { token }),
    ...(field === 'both' || field === 'access_token' ? { access_token: token } : {}),
    ...(field === 'empty-access-token' ? { access_token: '' } : {}),
    ...(option.expiresInSeconds === undefined ? {} : { expires_in: option.expiresInSeconds }),
    ...(field === 'token' || field === 'access_token' ? {} : { issued_at: new Date().toISOString() }),
  };
}

function exchanged({ exchange }: TokenOption, body: Uint8Array, words: AuthWords): Answer {
  const form = new URLSearchParams(new TextDecoder().decode(body));
  const known =
    form.get('grant_type') === 'access_token' && form.get('access_token') === exchange?.accessToken;
  return known ? jsonAnswer(200, { refresh_token: exchange.refreshToken }) : badCredentials(words);
}

/** One parameter may hold several scopes, separated by blanks. */
function scopesOf(parameters: readonly string[]): string[] {
  return parameters.flatMap((parameter) => parameter.split(' ')).filter((scope) => scope !== '');
}

function badCredentials({ badLogin }: AuthWords): Answer {
  return badLogin ?? refusal(401, 'UNAUTHORIZED', 'incorrect username or password');
}
