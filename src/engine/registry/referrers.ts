// The referrers API (distribution spec 1.1: listing referrers), and how registries say that they have none.
import { EngineError } from '../errors.ts';
import { digestOf, isDigest } from '../oci/digest.ts';
import type { Digest } from '../oci/digest.ts';
import { ociIndex } from '../oci/mediaTypes.ts';
import type { Repository } from '../oci/reference.ts';
import { isHtml } from './answer.ts';
import { call, refusalOf } from './call.ts';
import type { RegistryCall, RegistryReply } from './call.ts';
import { nextQuery } from './link.ts';
import type { RegistrySession } from './session.ts';

export type ReferrersAnswer =
  | {
      readonly kind: 'index';
      /** One index per page, as bytes; not checked further than being a JSON object with `manifests`. */
      readonly pages: readonly ReferrersPage[];
    }
  | { readonly kind: 'no-referrers-api' };

export interface ReferrersPage {
  readonly bytes: Uint8Array;
  readonly digest: Digest;
}

const pageLimit = 4 * 1024 * 1024;
const mostPages = 100;

/**
 * What refers to this digest. 404, 405, 406 and a redirect to another host (GitHub) mean that there is no such API;
 * 400 (as firewalls answer), 401, 403, 429, 5xx are thrown: nobody could look. Throws `endless-list`, `bad-answer` and
 * what call() throws.
 */
export async function getReferrers(
  session: RegistrySession,
  repository: Repository,
  digest: Digest,
  signal: AbortSignal,
): Promise<ReferrersAnswer> {
  if (!isDigest(digest))
    throw new EngineError('bad-reference', { text: digest, position: 0, reason: 'digest' });
  const { registry } = repository;
  const asked: RegistryCall = {
    repository,
    operation: 'listing referrers',
    method: 'GET',
    path: `referrers/${digest}`,
    headers: { accept: ociIndex, 'cache-control': 'no-cache' },
    access: 'pull',
    bodyLimit: pageLimit,
    retry: 'safe',
    redirects: 'same-host',
  };
  const pages: ReferrersPage[] = [];
  const queries = new Set<string>(['']);
  for (let query = ''; pages.length < mostPages;) {
    const reply = await call(session, { ...asked, query }, signal);
    if (pages.length === 0 && meansNoApi(reply)) return { kind: 'no-referrers-api' };
    if (reply.status !== 200) throw refusalOf(session, asked, reply);
    pages.push(readPage(registry, reply));
    const next = nextQuery(registry, reply.headers.get('link'), reply.url);
    if (next === undefined) return { kind: 'index', pages };
    if (queries.has(next)) break;
    queries.add(next);
    query = next;
  }
  throw new EngineError('endless-list', { registry, what: 'referrers' });
}

function meansNoApi(reply: RegistryReply): boolean {
  return [301, 302, 303, 307, 308, 404, 405, 406].includes(reply.status);
}

function readPage(registry: string, reply: RegistryReply): ReferrersPage {
  const type = reply.headers.get('content-type');
  if (isHtml(reply.body, type)) {
    throw new EngineError('not-a-registry', { registry, reason: 'web-page' });
  }
  if (!isIndexLike(reply.body)) {
    throw new EngineError('bad-answer', { registry, reason: 'referrers-not-an-index' });
  }
  return { bytes: reply.body, digest: digestOf(reply.body) };
}

function isIndexLike(bytes: Uint8Array): boolean {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && value !== null && 'manifests' in value;
  } catch {
    return false;
  }
}
