// Tags and repositories, page by page (distribution spec: listing tags; distribution: catalog). Names are foreign text:
// what is outside the grammar is dropped and counted (S4). Lists that never end are ended.
import { EngineError } from '../errors.ts';
import { isValidPath, isValidTag } from '../oci/reference.ts';
import type { Repository } from '../oci/reference.ts';
import type { ListedName } from '../products/listing.ts';
import type { Operation } from '../problems.ts';
import { isHtml } from './answer.ts';
import { call, refusalOf } from './call.ts';
import type { RegistryCall, RegistryReply } from './call.ts';
import { nextQuery } from './link.ts';
import { newNames, pageFrom } from './names.ts';
import type { NameListPage } from './names.ts';
import type { RegistrySession } from './session.ts';

const pageLimit = 16 * 1024 * 1024;
const mostPages = 2000;
/** A page as long as this, without a Link, may be a first page only (ggcr's registry, Artifact Registry). */
const suspiciousLength = 100;
/** ECR refuses more. */
export const pageSize = 1000;

export interface NameListOptions {
  /** The query of the first page, encoded; left out: none. */
  readonly start?: string;
  /** What the answer tells of the names beyond them. */
  readonly facts?: (answer: unknown) => readonly ListedName[];
}

/**
 * The tags of a repository. Throws `not-found`, `endless-list`, `bad-answer`, `not-a-registry` and what call() throws.
 */
export function listTags(
  session: RegistrySession,
  repository: Repository,
  signal: AbortSignal,
  options: NameListOptions = {},
): AsyncGenerator<NameListPage, void, undefined> {
  const asked = listCall(repository, 'listing tags', 'tags/list', 'pull');
  return listNames(session, asked, 'tags', isValidTag, options, signal);
}

/** The repositories that a registry tells of; many tell of none (`registry`: host[:port]). Throws as listTags does. */
export function listRepositories(
  session: RegistrySession,
  registry: string,
  signal: AbortSignal,
  options: NameListOptions = {},
): AsyncGenerator<NameListPage, void, undefined> {
  const asked = listCall({ registry, path: '' }, 'listing repositories', '_catalog', 'catalog');
  return listNames(session, asked, 'repositories', isValidPath, options, signal);
}

function listCall(
  repository: Repository,
  operation: Operation,
  path: string,
  access: RegistryCall['access'],
): RegistryCall {
  return {
    repository,
    operation,
    method: 'GET',
    path,
    access,
    bodyLimit: pageLimit,
    retry: 'safe',
    redirects: 'same-host',
  };
}

async function* listNames(
  session: RegistrySession,
  asked: RegistryCall,
  field: 'tags' | 'repositories',
  isValid: (name: string) => boolean,
  { start = '', facts }: NameListOptions,
  signal: AbortSignal,
): AsyncGenerator<NameListPage, void, undefined> {
  const { registry } = asked.repository;
  const seen = newNames(registry, asked.operation, isValid);
  const queries = new Set<string>([start]);
  let query = start;
  let idle = 0;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const reply = await call(session, { ...asked, query }, signal);
    if (reply.status !== 200) throw refusalOf(session, asked, reply);
    const answer = readJson(registry, reply);
    const listed = namesIn(registry, answer, field);
    const page = seen.take(
      listed.map((name) => ({ name })),
      facts?.(answer),
    );
    const next = nextOf(registry, reply, page.valid, page.names.length);
    yield pageFrom(page, next === undefined);
    if (next === undefined) return;
    idle = page.names.length === 0 ? idle + 1 : 0;
    if (queries.has(next) || idle > 3) break;
    queries.add(next);
    query = next;
  }
  throw new EngineError('endless-list', { registry, what: field });
}

function nextOf(
  registry: string,
  reply: RegistryReply,
  names: readonly string[],
  fresh: number,
): string | undefined {
  const next = nextQuery(registry, reply.headers.get('link'), reply.url);
  if (next !== undefined) return next;
  const last = names.at(-1);
  // No Link: the end, or a server that pages without one. Asking behind the last name tells (nothing new: the end).
  if (fresh === 0 || last === undefined || names.length < suspiciousLength || names.length % 50 !== 0)
    return undefined;
  return `n=${String(pageSize)}&last=${encodeURIComponent(last)}`;
}

/** The JSON of a list. Throws `not-a-registry` for a web page, `bad-answer` for no JSON. */
export function readJson(registry: string, reply: Pick<RegistryReply, 'body' | 'headers'>): unknown {
  if (isHtml(reply.body, reply.headers.get('content-type'))) {
    throw new EngineError('not-a-registry', { registry, reason: 'web-page' });
  }
  try {
    return JSON.parse(new TextDecoder().decode(reply.body));
  } catch {
    throw new EngineError('bad-answer', { registry, reason: 'list-not-json' });
  }
}

function namesIn(registry: string, answer: unknown, field: string): readonly unknown[] {
  const list =
    typeof answer === 'object' && answer !== null ? (answer as Record<string, unknown>)[field] : undefined;
  // distribution says null for a repository that was emptied.
  if (list === null) return [];
  if (!Array.isArray(list)) throw new EngineError('bad-answer', { registry, reason: 'list-without-names' });
  return list as unknown[];
}
