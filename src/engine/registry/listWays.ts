// The lists as a person browses them: a registry's or a namespace's repositories, a repository's tags. Each is asked of the
// registry or of its product's own list API, in the order that its description says; what one way refuses, another may tell.
import { EngineError, isEngineError } from '../errors.ts';
import type { ErrorCode } from '../errors.ts';
import type { ListOptions, RepositoriesWhere } from '../namePage.ts';
import { isValidPath, isValidTag } from '../oci/reference.ts';
import type { Repository } from '../oci/reference.ts';
import { findPathProblem } from '../oci/names.ts';
import type { Product } from '../products/product.ts';
import { listByApi } from './listApi.ts';
import { narrowed, only } from './narrow.ts';
import type { Narrowed } from './narrow.ts';
import { listRepositories, listTags } from './lists.ts';
import type { NameListPage } from './names.ts';
import { productOf } from './recognise.ts';
import { factsOf } from './session.ts';
import type { RegistrySession } from './session.ts';

type Pages = AsyncGenerator<NameListPage, void, undefined>;
type Way = 'api' | 'registry';

/**
 * Paths of repositories. Throws `bad-reference` for a namespace outside the grammar, `no-list` where nobody lists this,
 * and what the ways throw, once none of them tells anything.
 */
export function listRepositoriesOf(
  session: RegistrySession,
  { registry, path: typed = '' }: RepositoriesWhere,
  { filter = '' }: ListOptions,
  signal: AbortSignal,
): Pages {
  const product = (): Product | undefined => productOf(factsOf(session, registry));
  const problem = typed === '' ? undefined : findPathProblem(typed);
  if (problem !== undefined) throw new EngineError('bad-reference', { text: typed, ...problem });
  const path = product()?.listing?.namespace?.(typed) ?? typed;
  const wanted: Narrowed = { below: path === '' ? '' : `${path}/`, filter };
  if (!mayMatch(filter)) return nothing();
  return firstThatTells({
    order() {
      const { catalog, repositories } = product()?.listing ?? {};
      const api: readonly Way[] = repositories === undefined ? [] : ['api'];
      if (catalog === 'never') return api;
      return catalog === 'last' ? [...api, 'registry'] : ['registry', ...api];
    },
    ask(way) {
      if (way === 'registry') {
        const ask = (start?: string): Pages =>
          listRepositories(session, registry, signal, start === undefined ? {} : { start });
        return narrowed(ask, wanted);
      }
      const [known, api] = [product(), product()?.listing?.repositories];
      if (known === undefined || api === undefined) return nothing();
      const list = { product: known, api, what: 'repositories', isValid: isValidPath } as const;
      // No name of a repository has a capital in it.
      return matching(
        listByApi(session, list, { registry, path, filter: filter.toLowerCase() }, signal),
        wanted,
      );
    },
    isFiltered: filter !== '',
    failure: (failures) => worst(failures) ?? new EngineError('no-list', { registry, reason: 'none' }),
  });
}

/** Tags of a repository. Throws as listRepositoriesOf does. */
export function listTagsOf(
  session: RegistrySession,
  repository: Repository,
  { filter = '' }: ListOptions,
  signal: AbortSignal,
): Pages {
  const product = productOf(factsOf(session, repository.registry));
  const { tags: api, tagFacts: facts } = product?.listing ?? {};
  if (!mayMatch(filter)) return nothing();
  const wanted: Narrowed = { below: '', filter };
  return firstThatTells({
    order: () => (api === undefined ? ['registry'] : ['api', 'registry']),
    ask(way) {
      if (way === 'registry' || product === undefined || api === undefined) {
        const ask = (start?: string): Pages =>
          listTags(session, repository, signal, {
            ...(start !== undefined && { start }),
            ...(facts && { facts }),
          });
        return narrowed(ask, wanted);
      }
      const list = { product, api, what: 'tags', isValid: isValidTag } as const;
      return matching(listByApi(session, list, { ...repository, filter }, signal), wanted);
    },
    isFiltered: filter !== '',
    // The registry knows best what is there and who may see it.
    failure: (failures) => failures.at(-1),
  });
}

interface Ways {
  /** Asked anew after each way: an answer may have told which product it is. */
  readonly order: () => readonly Way[];
  readonly ask: (way: Way) => Pages;
  readonly isFiltered: boolean;
  /** Which to tell, of the failures of all ways in their order. */
  readonly failure: (failures: readonly EngineError[]) => EngineError | undefined;
}

// A way counts once it has given a page. One that gives nothing at all may be kept from it: the next is asked as well.
async function* firstThatTells({ order, ask, isFiltered, failure }: Ways): Pages {
  const tried = new Set<Way>();
  const failures: EngineError[] = [];
  let empty: NameListPage | undefined;
  for (;;) {
    const way = order().find((one) => !tried.has(one));
    if (way === undefined) break;
    tried.add(way);
    let told = false;
    try {
      for await (const page of ask(way)) {
        const isEmpty = !told && page.complete && page.names.length === 0;
        if (isEmpty && !isFiltered) {
          empty ??= page;
          continue;
        }
        told = true;
        yield page;
      }
    } catch (error) {
      if (told || !isEngineError(error) || isEngineError(error, 'cancelled')) throw error;
      failures.push(error);
    }
    if (told) return;
  }
  if (empty !== undefined) return yield empty;
  throw failure(failures) ?? new EngineError('internal', { what: 'a list' });
}

// What is broken is more than what is refused, and what a person can do about it more than that.
function worst(failures: readonly EngineError[]): EngineError | undefined {
  const isNone = (failure: EngineError): boolean =>
    isEngineError(failure, 'no-list') && failure.details.reason === 'none';
  const ranks: readonly ((failure: EngineError) => boolean)[] = [
    ({ code }) => !refusals.includes(code),
    (failure) => failure.code === 'no-list' && !isNone(failure),
    (failure) => !isNone(failure),
    () => true,
  ];
  return ranks.map((rank) => failures.find(rank)).find((failure) => failure !== undefined);
}

const refusals: readonly ErrorCode[] = [
  'not-found',
  'registry-refused',
  'not-signed-in',
  'forbidden',
  'token-refused',
  'no-list',
];

/** The API's own filter finds more than the name (Harbor's project), and its names are not all below the path. */
async function* matching(pages: Pages, wanted: Narrowed): Pages {
  for await (const page of pages) yield only(page, wanted);
}

async function* nothing(): Pages {
  yield* [{ names: [], dropped: 0, complete: true }];
  await Promise.resolve();
}

/** No name holds any other character. */
function mayMatch(filter: string): boolean {
  return /^[\w./-]*$/.test(filter);
}
