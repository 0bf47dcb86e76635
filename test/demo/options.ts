// The switches of the demo registry. Without any it is a friendly OCI 1.1 registry without authentication;
// each switch turns on one behaviour of a real product, named with where it was seen.
import type { Answer, RecordedRequest } from './answers.ts';

export interface RegistryOptions {
  /** 0 or left out: any free port. */
  readonly port?: number;
  /** The address to listen on; 127.0.0.1 when left out. */
  readonly host?: string;
  /** Who may do what; `none` when left out. */
  readonly auth?: AuthOption;
  /** false: `/referrers/` answers 404 as plain text, as distribution 2.8 and 3.1 do (measured). */
  readonly referrers?: boolean;
  /** false: no `OCI-Subject` although the referrers API works, as ggcr's registry 0.22 (measured). */
  readonly subjectHeader?: boolean;
  /** Referrers per page; paging by Link as the distribution spec 1.1 allows. Left out: all at once. */
  readonly referrersPageSize?: number;
  /** false: POST with `?digest=` and a body answers 202 and ignores the body, as distribution (measured). */
  readonly singlePost?: boolean;
  /**
   * `link`: n, last and Link (distribution 3.1); `no-link`: n and last without Link, so that a short page is not
   * the end (ggcr 0.22); `none`: everything at once and in no order (distribution 2.8). All measured.
   */
  readonly tagPaging?: 'link' | 'no-link' | 'none';
  /** false: `_catalog` answers 404, as registries that keep the list to themselves (GHCR, Docker Hub). */
  readonly catalog?: boolean;
  /** A tag that exists takes no other manifest: 400 TAG_INVALID in the words of AWS ECR. */
  readonly tagsImmutable?: boolean;
  /** DELETE answers 405 UNSUPPORTED, as distribution with `storage.delete.enabled: false` (measured). */
  readonly deleteRefused?: boolean;
  /** A scripted answer for this request; undefined lets the registry answer itself. */
  readonly statusFor?: (request: RecordedRequest) => Answer | Promise<Answer | undefined> | undefined;
  /** OCI manifests are only given to who names their type in Accept, else 404, as distribution (measured). */
  readonly requireAccept?: boolean;
  /** false: wrong digests, broken JSON and missing blobs are taken with 201, as ggcr's registry (measured). */
  readonly checks?: boolean;
  /** true: Content-Type must equal the manifest's mediaType, as distribution (measured). */
  readonly strictContentType?: boolean;
  /** true: Locations are absolute and carry a query of their own, as distribution (measured). */
  readonly absoluteLocations?: boolean;
  /** That many requests are answered, then 429 TOOMANYREQUESTS with Retry-After. */
  readonly rateLimit?: { readonly requests: number; readonly retryAfterSeconds?: number };
  /** Waits so long before each answer. */
  readonly latencyMilliseconds?: number;
}

/** User names with their passwords. */
export type Users = Readonly<Record<string, string>>;

export type Action = 'pull' | 'push' | 'delete' | '*';

/**
 * What a user may do (undefined: nobody signed in). `name` is a repository's path, or `catalog`.
 * Left out: every user everything, nobody else anything.
 */
export type Grants = (user: string | undefined, name: string, action: Action) => boolean;

export type AuthOption =
  | 'none'
  | { readonly basic: Users; readonly grants?: Grants }
  | { readonly token: TokenOption; readonly users: Users; readonly grants?: Grants };

export interface TokenOption {
  /** Where the token endpoint is; the registry's own `/token` when left out. */
  readonly realm?: string;
  readonly service?: string;
  /** The name of the token in the answer; `both` when left out (Docker's token spec allows either). */
  readonly field?: 'token' | 'access_token' | 'both';
  /** Left out: no `expires_in` in the answer, which means 60 seconds. */
  readonly expiresInSeconds?: number;
  /** false: POST answers 405, as Google and DigitalOcean do. */
  readonly post?: boolean;
  /** Identity tokens that POST takes, with the user each stands for. */
  readonly refreshTokens?: Readonly<Record<string, string>>;
  /** `challenge` (when left out): a token too weak gets 401 insufficient_scope, as distribution; else 403 DENIED. */
  readonly tooWeak?: 'challenge' | 'denied';
}
