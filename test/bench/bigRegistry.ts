// The demo registry with ten thousand repositories of a thousand tags each, made up as they are asked for. Its pages are
// as long as real registries make them: 1,000 repositories (distribution, ECR), 100 tags (GitLab, Docker Hub).
import { jsonAnswer, type Answer, type RecordedRequest } from '../demo/answers.ts';
import { startRegistry } from '../demo/registry.ts';

export const size = { repositories: 10_000, tags: 1_000 } as const;
const pages = { repositories: 1_000, tags: 100 } as const;
const perTeam = 100;

export interface BigRegistry {
  readonly address: string;
  /** Requests since the last reset, by what they ask for. */
  counts(): Counts;
  /** When the first answer since the last reset was given, milliseconds since 1970. */
  answeredAt(): number | undefined;
  reset(): void;
  stop(): Promise<void>;
}

export interface Counts {
  readonly catalog: number;
  readonly tags: number;
  /** Manifests and blobs. */
  readonly manifests: number;
}

export async function startBigRegistry(): Promise<BigRegistry> {
  let counts = { catalog: 0, tags: 0, manifests: 0 };
  let first: number | undefined;
  const repositories = Array.from({ length: size.repositories }, (_, at) => repositoryName(at)).sort();
  const tags = Array.from({ length: size.tags }, (_, at) => `v1.${String(at)}`).sort();

  function answer(request: RecordedRequest): Answer | undefined {
    const { path } = request;
    if (path === '/v2/') return jsonAnswer(200, {});
    first ??= Date.now();
    if (path === '/v2/_catalog') {
      counts.catalog += 1;
      return page(request, 'repositories', repositories);
    }
    if (path.endsWith('/tags/list')) {
      counts.tags += 1;
      return page(request, 'tags', tags);
    }
    counts.manifests += 1;
    if (path.includes('/blobs/')) return jsonAnswer(200, { created: '2026-08-01T10:00:00Z' });
    const type = 'application/vnd.oci.image.manifest.v1+json';
    const config = { digest: `sha256:${'c'.repeat(64)}`, size: 100, mediaType: 'application/json' };
    return jsonAnswer(
      200,
      { schemaVersion: 2, mediaType: type, config, layers: [] },
      { 'content-type': type },
    );
  }

  const registry = await startRegistry({ statusFor: answer });
  return {
    address: registry.address.replace('127.0.0.1', 'localhost'),
    counts: () => counts,
    answeredAt: () => first,
    reset() {
      counts = { catalog: 0, tags: 0, manifests: 0 };
      first = undefined;
      registry.requests.length = 0;
    },
    stop: () => registry.stop(),
  };
}

export function repositoryName(at: number): string {
  const team = String(Math.floor(at / perTeam)).padStart(3, '0');
  return `team-${team}/app-${String(at % perTeam).padStart(3, '0')}`;
}

// n and last as the distribution spec says; the server's own page is the longest.
function page(
  { path, query }: RecordedRequest,
  field: 'repositories' | 'tags',
  all: readonly string[],
): Answer {
  const asked = Number(query.get('n') ?? pages[field]);
  const length = Math.min(Number.isInteger(asked) && asked > 0 ? asked : pages[field], pages[field]);
  const last = query.get('last');
  const begin = last === null ? 0 : all.findIndex((name) => name > last);
  const names = begin < 0 ? [] : all.slice(begin, begin + length);
  const end = names.at(-1);
  const more = end !== undefined && end !== all.at(-1);
  const link = `<${path}?last=${encodeURIComponent(end ?? '')}&n=${String(length)}>; rel="next"`;
  return jsonAnswer(200, { [field]: names }, more ? { link } : {});
}
