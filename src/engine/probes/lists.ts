// What the registry lists, and page by page or not (distribution spec: listing tags; distribution: catalog). A list of one
// name has no pages, so that nothing can be told of them.
import type { FindingName } from '../findings.ts';
import type { Repository } from '../oci/reference.ts';
import { isHtml } from '../registry/answer.ts';
import type { RegistryReply } from '../registry/call.ts';
import { nextQuery } from '../registry/link.ts';
import type { Finding } from '../registryCheck.ts';
import { judge, jsonOf, notTried, type Asked, type Prober, type Question } from './prober.ts';

export interface ProbedLists {
  /** catalog, catalog-paging, tag-list, tag-paging */
  readonly findings: readonly Finding[];
  /** Tags of the repository that were seen: one is enough to look at an image. */
  readonly tags: readonly string[];
}

/** Asks for the first page of one name of each list. Throws `cancelled`. */
export async function probeLists(prober: Prober): Promise<ProbedLists> {
  const { registry, path } = prober.repository;
  const catalog = await probeList(prober, ['catalog', 'catalog-paging'], 'repositories', {
    ...{ repository: { registry, path: '' } satisfies Repository, path: '_catalog' },
    ...{ operation: 'listing repositories', access: 'catalog' },
  });
  const tags = await probeList(prober, ['tag-list', 'tag-paging'], 'tags', {
    ...{ repository: { registry, path }, path: 'tags/list', operation: 'listing tags' },
  });
  return { findings: [...catalog.findings, ...tags.findings], tags: tags.names };
}

async function probeList(
  prober: Prober,
  [list, paging]: readonly [FindingName, FindingName],
  field: 'repositories' | 'tags',
  question: Question,
): Promise<{ readonly findings: readonly Finding[]; readonly names: readonly string[] }> {
  const asked = await prober.ask({ ...question, query: 'n=1', forbiddenMeansNo: true });
  const names = asked.reply === undefined ? undefined : namesIn(asked.reply, field);
  const found = judge(list, asked, () => names !== undefined);
  if (asked.reply === undefined || names === undefined)
    return { findings: [found, ...notTried('needs-other', paging)], names: [] };
  return { findings: [found, await pagingOf(prober, paging, field, question, asked, names)], names };
}

async function pagingOf(
  prober: Prober,
  name: FindingName,
  field: 'repositories' | 'tags',
  question: Question,
  { reply }: Asked,
  names: readonly string[],
): Promise<Finding> {
  const by = (how: 'link' | 'last'): Finding => ({ name, answer: 'yes', evidence: { kind: 'paging', how } });
  const whole: Finding = { name, answer: 'no', evidence: { kind: 'paging', how: 'whole' } };
  const tooFew = notTried('too-few', name)[0] as Finding;
  if (reply === undefined) return tooFew;
  if (hasNext(prober, reply)) return by('link');
  const [first] = names;
  if (first === undefined) return tooFew;
  if (names.length > 1) return whole;
  // A page of one without a Link: the only name, or a registry that pages without one (ggcr's). One that heeds `last` goes
  // on behind it in order; one that does not (ggcr's catalog) comes back to what was there, sooner or later.
  const seen = [first];
  for (let pages = 0; pages < 2; pages += 1) {
    const last = encodeURIComponent(seen.at(-1) ?? first);
    const asked = await prober.ask({ ...question, query: `n=1&last=${last}`, forbiddenMeansNo: true });
    const next = asked.reply === undefined ? undefined : namesIn(asked.reply, field);
    if (next === undefined) return judge(name, asked, () => false);
    const [behind] = next;
    if (behind === undefined) return pages === 0 ? tooFew : by('last');
    if (next.length > 1 || seen.some((name) => name >= behind)) return whole;
    seen.push(behind);
  }
  return by('last');
}

function hasNext({ repository }: Prober, reply: RegistryReply): boolean {
  try {
    return nextQuery(repository.registry, reply.headers.get('link'), reply.url) !== undefined;
  } catch {
    // It leads to another host: nobody follows that.
    return false;
  }
}

/** The names of a list, as they stand; undefined where the answer is none. */
function namesIn(reply: RegistryReply, field: string): readonly string[] | undefined {
  if (reply.status !== 200 || isHtml(reply.body, reply.headers.get('content-type'))) return undefined;
  const list = jsonOf(reply)?.[field];
  // distribution says null for a repository that was emptied.
  if (list === null) return [];
  if (!Array.isArray(list)) return undefined;
  return list.filter((name): name is string => typeof name === 'string');
}
