// Lists of repositories and tags as they travel between engine and host: what is asked for, and one page of it. Types only.
import type { Digest } from './oci/digest.ts';

export interface RepositoriesWhere {
  /** host[:port] */
  readonly registry: string;
  /** A namespace: the owner, group or project, or the repository key, whose repositories are wanted. */
  readonly path?: string;
}

export interface ListOptions {
  /**
   * Only names with this text in them: of a repository, in its path below `where`. Capitals count only where the server
   * applies it and heeds them.
   */
  readonly filter?: string;
}

export interface NamePage {
  readonly names: readonly string[];
  /** Names outside the grammar that were dropped (S4). */
  readonly dropped: number;
  /** True on the last page. */
  readonly complete: boolean;
  /** Milliseconds since 1970 by name, where the list tells them: when it was last written. */
  readonly dates?: ReadonlyMap<string, number>;
  /** How many names there are in all (with the filter, where the server applied it), where the list tells. */
  readonly total?: number;
  /** True where the server applied the filter itself; else this page is what was left of one of its pages. */
  readonly filtered?: boolean;
  /** What tags point at, where the list tells: the registry's word, never to be trusted (S31). */
  readonly digests?: ReadonlyMap<string, Digest>;
}
