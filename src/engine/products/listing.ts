// How a product's own list API tells its repositories and tags, where `_catalog` and `tags/list` tell nothing or less.
// Plain descriptions: the paths to ask and how an answer is read. registry/listApi.ts does the asking.

export interface Listing {
  /** When `_catalog` is asked: first (left out), where the product's own list gives nothing, or never. */
  readonly catalog?: 'last' | 'never';
  readonly repositories?: ListApi;
  /** Asked before `tags/list`, because it tells dates and digests. */
  readonly tags?: ListApi;
  /** What the registry's answer to `tags/list` tells of the tags beyond their names. */
  readonly tagFacts?: (answer: unknown) => readonly ListedName[];
  /** The namespace that a path stands for, where names are written in a short form too. */
  readonly namespace?: (path: string) => string;
}

/** What a list API is asked for. */
export interface ListQuestion {
  /** host[:port] */
  readonly registry: string;
  /** A namespace (empty: the whole registry), or the repository whose tags are asked for. Of distribution's grammar. */
  readonly path: string;
  /** Only names with this text in them; letters, digits, `.`, `_`, `-` and `/`. Empty: every name. */
  readonly filter: string;
  /** The user of the login; empty where there is none. */
  readonly user: string;
}

export interface ListApi {
  /** Where the API is, for a registry at one of the product's own hosts. Left out: the registry's own host. */
  readonly host?: (registry: string) => string;
  readonly signIn: ListSignIn;
  /**
   * Path and query, from the root of the host; none where it cannot tell this. Several are tried in their order: what is
   * answered 404 or 412 there is nothing of that kind.
   */
  readonly paths: (asked: ListQuestion) => readonly string[];
  /**
   * How the next page is asked for: by this parameter and the page's number, or with the query of the Link. There is one
   * where `more` of the answer says so, else where a Link does.
   */
  readonly paging: { readonly number: string } | { readonly token: string } | 'link';
  /** The header that tells how many there are in all. */
  readonly totalHeader?: string;
  /** The paths above carry the filter. */
  readonly filters?: boolean;
  /** Undefined for an answer that is no such list. */
  readonly read: (answer: unknown, asked: ListQuestion) => ListedPage | undefined;
  /** Where the whole registry is asked for and only the repositories of a namespace can be listed: which there are. */
  readonly namespaces?: {
    readonly paths: readonly string[];
    readonly read: (answer: unknown) => readonly unknown[] | undefined;
  };
}

export interface ListedPage {
  /** Names as they came; the reader checks them (S4). */
  readonly entries: readonly ListedName[];
  /** Whether there is a next page, or its token. Left out: as the Link says. */
  readonly more?: boolean | string;
  readonly total?: number | undefined;
}

export interface ListedName {
  /** The whole path of a repository, or a tag. */
  readonly name: unknown;
  /** Milliseconds since 1970. */
  readonly date?: number | undefined;
  readonly digest?: unknown;
}

/** How a list API knows who asks. The login is the registry's own; what is none of the API's is never sent to it. */
export type ListSignIn =
  /** As the registry itself: by what its 401 asks for; the action of a scope. Only on the registry's own host. */
  | { readonly kind: 'registry'; readonly action: 'pull' | 'metadata_read' }
  /** User and password. Only on the registry's own host. */
  | { readonly kind: 'basic' }
  /** A token of the login that is meant for the API; undefined where the login holds none. */
  | { readonly kind: 'bearer'; readonly token: LoginToken; readonly required?: true }
  /** POST of a JSON body gives a token. */
  | {
      readonly kind: 'exchange';
      readonly path: string;
      readonly body: (user: string, secret: string) => unknown;
      readonly member: string;
    };

export type LoginToken = (user: string, secret: string) => string | undefined;

/** The value of a member; undefined where there is none. */
export function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** The entries of a list, each read; undefined for what is no list. */
export function entriesOf(
  value: unknown,
  read: (entry: unknown) => ListedName | readonly ListedName[],
): readonly ListedName[] | undefined {
  return Array.isArray(value) ? value.flatMap((entry) => read(entry)) : undefined;
}

/** A page of these entries; undefined where there are none to read. */
export function pageOf(
  entries: readonly ListedName[] | undefined,
  rest: Omit<ListedPage, 'entries'> = {},
): ListedPage | undefined {
  return entries && { entries, ...rest };
}

/** Milliseconds since 1970 of a date in text (ISO 8601, RFC 2822); undefined for anything else. */
export function timeOf(value: unknown): number | undefined {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isFinite(time) && time > 0 ? time : undefined;
}

/** A count; undefined for anything else. */
export function countOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** The text of a member, joined behind a prefix; what is no text stays what it is, for the reader to drop. */
export function below(prefix: unknown, name: unknown): unknown {
  return typeof prefix === 'string' && typeof name === 'string' ? `${prefix}/${name}` : name;
}

/** `a/b/c` → `a` */
export function firstPart(path: string): string {
  return path.split('/', 1)[0] ?? '';
}

/** `a/b/c` → `b/c` */
export function restOf(path: string): string {
  return path.slice(firstPart(path).length + 1);
}
