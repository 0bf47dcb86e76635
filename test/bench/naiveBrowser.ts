// A client without paging, for the bench: reads the whole catalog before it shows anything, then all tags of a repository,
// then every tag's manifest and config for a date, as Container Tools 2.5 does (microsoft/vscode-docker-extensibility,
// packages/vscode-docker-registries/src/clients/RegistryV2/RegistryV2DataProvider.ts: getRepositories, getTags).
import { repositoryName, type BigRegistry, type Counts } from './bigRegistry.ts';

export interface Naive {
  /** Milliseconds from the first answer until the first repository, and the first tag, could be shown. */
  readonly repositories: number;
  readonly tags: number;
  /** Until the last request was answered. */
  readonly settled: number;
  readonly asked: Counts;
}

export async function browseNaively(registry: BigRegistry, signal: AbortSignal): Promise<Naive> {
  const base = `http://${registry.address}`;
  registry.reset();
  await readAll(`${base}/v2/_catalog`, 'repositories', signal);
  const repositories = Date.now() - (registry.answeredAt() ?? 0);
  const catalog = registry.counts();
  registry.reset();
  const name = repositoryName(0);
  const tags = await readAll(`${base}/v2/${name}/tags/list`, 'tags', signal);
  const shown = Date.now() - (registry.answeredAt() ?? 0);
  await Promise.all(tags.map((tag) => readDate(`${base}/v2/${name}`, tag, signal)));
  const settled = Date.now() - (registry.answeredAt() ?? 0);
  const { tags: tagPages, manifests } = registry.counts();
  return {
    repositories,
    tags: shown,
    settled,
    asked: { catalog: catalog.catalog, tags: tagPages, manifests },
  };
}

async function readAll(first: string, field: string, signal: AbortSignal): Promise<readonly string[]> {
  const names: string[] = [];
  let next: string | undefined = first;
  while (next !== undefined) {
    const response: Response = await fetch(next, { signal });
    names.push(...((await response.json()) as Record<string, string[]>)[field]!);
    const link = /<([^>]+)>/.exec(response.headers.get('link') ?? '')?.[1];
    next = link === undefined ? undefined : new URL(link, next).href;
  }
  return names;
}

async function readDate(repository: string, tag: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(`${repository}/manifests/${tag}`, { signal });
  const { config } = (await response.json()) as { readonly config: { readonly digest: string } };
  return (await fetch(`${repository}/blobs/${config.digest}`, { signal })).json();
}
