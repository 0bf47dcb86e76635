// Asks a product's own list API page by page (products/listing.ts says what and how). The next page is a number that is
// counted here, a token, or the query of a Link at the same host: no answer decides whom to ask.
import type { Credential } from '../credentials/credential.ts';
import { describeCredential } from '../credentials/credential.ts';
import { EngineError } from '../errors.ts';
import { request } from '../http/request.ts';
import type { HttpResponse } from '../http/exchange.ts';
import { isValidPath } from '../oci/reference.ts';
import type { ListApi, ListedPage, ListQuestion } from '../products/listing.ts';
import type { Product } from '../products/product.ts';
import type { Operation } from '../problems.ts';
import { answerError } from './answer.ts';
import { call, refusalOf } from './call.ts';
import type { RegistryCall } from './call.ts';
import { urlHostOf } from './endpoint.ts';
import { nextQuery } from './link.ts';
import { apiRoot, askerOf } from './listSignIn.ts';
import { readJson } from './lists.ts';
import { newNames, pageFrom } from './names.ts';
import type { Names, NameListPage } from './names.ts';
import { factsOf } from './session.ts';
import type { RegistrySession } from './session.ts';
import { credentialOf } from './whoAmI.ts';

const pageLimit = 16 * 1024 * 1024;
const mostPages = 2000;
/** Pages of nothing new have their reasons: versions without a tag, many versions of one name. But not for ever. */
const mostIdle = 50;
/** So many namespaces of one registry are listed. */
const mostNamespaces = 200;
/** Nothing of that kind is there: the next path may know. */
const passOn = [404, 412];

export interface ApiList {
  readonly product: Product;
  readonly api: ListApi;
  readonly what: 'tags' | 'repositories';
  readonly isValid: (name: string) => boolean;
}

/** Gives the answer of a path: 200, or of these statuses; throws the named error of any other. */
type Ask = (path: string, tolerated?: readonly number[]) => Promise<HttpResponse>;

/**
 * The names that the API tells. Throws `no-list`, what answerError makes of a refusal, `bad-answer`, `not-a-registry`,
 * `endless-list`, `too-large`, and what the network throws.
 */
export async function* listByApi(
  session: RegistrySession,
  { product, api, what, isValid }: ApiList,
  where: Pick<ListQuestion, 'registry' | 'path' | 'filter'>,
  signal: AbortSignal,
): AsyncGenerator<NameListPage, void, undefined> {
  const { registry, path } = where;
  const facts = factsOf(session, registry);
  const operation: Operation = what === 'tags' ? 'listing tags' : 'listing repositories';
  const root = await apiRoot(session, facts, product, api, signal);
  if (root === undefined) throw new EngineError('no-list', { registry, reason: 'none' });
  const credential = await credentialOf(session, { registry, path }, signal);
  const asked: ListQuestion = { ...where, user: credential.kind === 'basic' ? credential.username : '' };
  const ask = await newAsk(session, api, root, asked, operation, credential, signal);
  const names = newNames(registry, operation, isValid);
  const spaces = api.paths(asked).length > 0 ? [path] : await namespacesOf(api, asked, ask);
  for (const [index, space] of spaces.entries()) {
    const pages = listSpace(api, { ...asked, path: space }, what, ask, names);
    for await (const page of pages) {
      yield { ...page, complete: page.complete && index === spaces.length - 1 };
    }
  }
}

async function* listSpace(
  api: ListApi,
  asked: ListQuestion,
  what: ApiList['what'],
  ask: Ask,
  names: Names,
): AsyncGenerator<NameListPage, void, undefined> {
  const { registry, filter } = asked;
  const filtered = filter !== '' && api.filters === true;
  const first = await askFirst(api.paths(asked), ask);
  let { reply } = first;
  const seen = new Set<string>();
  let idle = 0;
  for (let number = 1; number <= mostPages; number += 1) {
    const page = api.read(readJson(registry, reply), asked);
    if (page === undefined) throw new EngineError('bad-answer', { registry, reason: 'list-without-names' });
    const taken = names.take(page.entries);
    const next = nextPath(api, registry, first.path, number, page, reply);
    const total = page.total ?? totalIn(api, reply.headers);
    yield {
      ...pageFrom(taken, next === undefined),
      ...(filter !== '' && { filtered }),
      ...(total !== undefined && { total }),
    };
    if (next === undefined) return;
    idle = taken.names.length === 0 ? idle + 1 : 0;
    if (seen.has(next) || idle > mostIdle) break;
    seen.add(next);
    reply = await ask(next);
  }
  throw new EngineError('endless-list', { registry, what });
}

function totalIn({ totalHeader }: ListApi, headers: Headers): number | undefined {
  const text = (totalHeader === undefined ? null : headers.get(totalHeader)) ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

function nextPath(
  { paging }: ListApi,
  registry: string,
  start: string,
  number: number,
  { more }: ListedPage,
  { headers, url }: Pick<HttpResponse, 'headers' | 'url'>,
): string | undefined {
  const link = more === undefined ? nextQuery(registry, headers.get('link'), url) : undefined;
  if (paging === 'link') return link === undefined ? undefined : `${start.split('?', 1)[0] ?? ''}?${link}`;
  if (more === false || (more === undefined && link === undefined)) return undefined;
  const value = 'number' in paging ? number + 1 : more;
  const name = 'number' in paging ? paging.number : paging.token;
  const joint = start.includes('?') ? '&' : '?';
  return `${start}${joint}${name}=${encodeURIComponent(String(value))}`;
}

async function askFirst(
  paths: readonly string[],
  ask: Ask,
): Promise<{ readonly path: string; readonly reply: HttpResponse }> {
  const last = paths.length - 1;
  for (const path of paths.slice(0, -1)) {
    const reply = await ask(path, passOn);
    if (reply.status === 200) return { path, reply };
  }
  const path = paths[last] ?? '';
  return { path, reply: await ask(path) };
}

/** Every name is checked before it gets into a path (S4). */
async function namespacesOf(
  { namespaces }: ListApi,
  { registry }: ListQuestion,
  ask: Ask,
): Promise<readonly string[]> {
  if (namespaces === undefined) throw new EngineError('no-list', { registry, reason: 'namespace' });
  const { reply } = await askFirst(namespaces.paths, ask);
  const found = namespaces.read(readJson(registry, reply));
  if (found === undefined) throw new EngineError('bad-answer', { registry, reason: 'list-without-names' });
  const valid = found.filter((name): name is string => typeof name === 'string' && isValidPath(name));
  if (valid.length === 0) throw new EngineError('no-list', { registry, reason: 'namespace' });
  if (valid.length > mostNamespaces) {
    const what = 'listing repositories';
    throw new EngineError('too-large', { host: registry, what, unit: 'names', limit: mostNamespaces });
  }
  return [...new Set(valid)];
}

async function newAsk(
  session: RegistrySession,
  { signIn }: ListApi,
  root: URL,
  { registry, path: listed }: ListQuestion,
  operation: Operation,
  credential: Credential,
  signal: AbortSignal,
): Promise<Ask> {
  const repository = { registry, path: listed };
  const common = {
    method: 'GET',
    bodyLimit: pageLimit,
    retry: 'safe',
    redirects: 'same-host',
  } as const;
  if (signIn.kind === 'registry') {
    const base = { ...common, repository, operation, path: '', access: signIn.action };
    return async (path, tolerated = []) => {
      const asked: RegistryCall = { ...base, url: new URL(path, root) };
      const reply = await call(session, asked, signal);
      if (reply.status === 200 || tolerated.includes(reply.status)) return reply;
      throw refusalOf(session, asked, reply);
    };
  }
  const certificateFor = urlHostOf(registry);
  const asker = await askerOf(session, factsOf(session, registry), root, signIn, credential, signal);
  return async (path, tolerated = []) => {
    const url = new URL(path, root);
    const reply = await request(
      session.http,
      { ...common, url, headers: asker.headers, what: operation, certificateFor },
      signal,
    );
    if (reply.status === 200 || tolerated.includes(reply.status)) return reply;
    const who = describeCredential(asker.credential);
    throw answerError(
      counted(reply),
      { repository, operation },
      who,
      asker.secrets,
      session.world.clock.now(),
    );
  };
}

/** GitHub answers 403 where others answer 429 (https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api). */
function counted(reply: HttpResponse): HttpResponse {
  const spent = reply.status === 403 && reply.headers.get('x-ratelimit-remaining') === '0';
  return spent ? { ...reply, status: 429 } : reply;
}
