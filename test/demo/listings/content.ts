// What the fakes of the products' list APIs have to tell, and how most of them page. Each fake copies the documented answers
// of one product; none can run here.
import { createHash } from 'node:crypto';

export interface ListRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string;
}

/** The list API of one product: what answers at its host. */
export type ListServer = (request: ListRequest) => Response;

export interface FakeTag {
  readonly name: string;
  readonly digest: `sha256:${string}`;
  /** Milliseconds since 1970. */
  readonly date: number;
}

export interface FakeRepository {
  readonly path: string;
  readonly date: number;
  readonly tags: readonly FakeTag[];
}

export type Content = readonly FakeRepository[];

const start = Date.UTC(2026, 0, 1);

/** `acme/app-000` and so on, and one repository of somebody else; the first has 130 tags and a signature. */
export function newContent(repositories = 230, tags = 130): Content {
  const names = Array.from({ length: repositories }, (_, index) => `acme/app-${number(index)}`);
  return [...names, 'other/app'].map((path, index) => ({
    path,
    date: start + index * 60_000,
    tags: index === 0 ? [...tagsOf(tags), signatureOf(tags)] : [],
  }));
}

function tagsOf(count: number): FakeTag[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `1.${String(index)}`,
    digest: digestOf(index),
    date: start + index * 1000,
  }));
}

function signatureOf(count: number): FakeTag {
  return { name: `sha256-${digestOf(0).slice(7)}.sig`, digest: digestOf(count), date: start };
}

export function digestOf(index: number): `sha256:${string}` {
  return `sha256:${createHash('sha256').update(String(index)).digest('hex')}`;
}

function number(index: number): string {
  return String(index).padStart(3, '0');
}

/** Those of a namespace, without it in their names. */
export function inNamespace(
  content: Content,
  namespace: string,
): { name: string; date: number; tags: readonly FakeTag[] }[] {
  return content
    .filter(({ path }) => path.startsWith(`${namespace}/`))
    .map(({ path, date, tags }) => ({ name: path.slice(namespace.length + 1), date, tags }));
}

export interface NumberedPage<T> {
  readonly entries: readonly T[];
  readonly total: number;
  /** The address of the next page. */
  readonly next: string | undefined;
}

/** A page by its number; `size`: the parameter of its length, and the most that the product allows. */
export function numberedPage<T>(
  url: URL,
  all: readonly T[],
  size: readonly [parameter: string, usual: number, most: number],
): NumberedPage<T> {
  const [parameter, usual, most] = size;
  const length = Math.min(Number(url.searchParams.get(parameter) ?? usual), most);
  const page = Number(url.searchParams.get('page') ?? 1);
  const entries = all.slice((page - 1) * length, page * length);
  const next = new URL(url);
  next.searchParams.set('page', String(page + 1));
  return { entries, total: all.length, next: page * length < all.length ? next.href : undefined };
}

/** JSON; `next` becomes a Link. */
export function json(
  status: number,
  body: unknown,
  next?: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const link = next === undefined ? {} : { link: `<${next}>; rel="next"` };
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...link, ...headers },
  });
}

export function iso(date: number): string {
  return new Date(date).toISOString();
}
