// References: what a person types to name an image. Types only so far.
import type { Digest } from './digest.ts';

/** A repository in one registry. Text: `registry/path`, e.g. `index.docker.io/library/nginx`. */
export interface Repository {
  /** host[:port], lower case; Docker Hub is `index.docker.io` unless `registry-1.docker.io` was typed. */
  readonly registry: string;
  /** Components joined by `/`, each of distribution's grammar. */
  readonly path: string;
}

export interface Reference {
  readonly repository: Repository;
  readonly tag: string | undefined;
  readonly digest: Digest | undefined;
  /** True where neither tag nor digest was typed and `latest` is meant. */
  readonly impliedTag: boolean;
  /** What was typed, trimmed. */
  readonly typed: string;
}
