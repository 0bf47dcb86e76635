// The switches of the demo registry. Without any it is a friendly OCI 1.1 registry without authentication;
// each switch turns on one behaviour of a real product, named with where it was seen.
import type { Answer, RecordedRequest } from './answers.ts';
import type { AuthOption } from './authOptions.ts';

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
  /** A tag that exists takes no other manifest: 400 TAG_INVALID in the words of AWS ECR, or with `words.immutable`. */
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
  /** That many requests are answered, then 429 TOOMANYREQUESTS with Retry-After, or `words.limit`. */
  readonly rateLimit?: RateLimit;
  /** Waits so long before each answer. */
  readonly latencyMilliseconds?: number;
  /** Where a product says something else, or something more, than distribution does. */
  readonly words?: Words;
  /** `on-head`: GET of a manifest has no Docker-Content-Digest (ECR: aws/containers-roadmap#1931). */
  readonly digestHeader?: 'on-head';
  /** false: manifests and blobs have no ETag (zot, ggcr: measured, registries §1b). */
  readonly etags?: boolean;
  /** A list asked for more than `n` names is refused so (ECR: ggcr#1091, 681). */
  readonly pageLimit?: { readonly most: number; readonly refusal: Answer };
  /** Names per page where nobody asks with n (ACR and GHCR 100, registries §3.4, §3.8). */
  readonly pageSize?: number;
  /**
   * How Link stands in lists: `orderby` with an empty `orderby=` behind it (ACR), `n=0` (GHCR's catalog), `as-is` with
   * `last` not percent-encoded (zot, measured); left out as distribution writes it.
   */
  readonly link?: 'orderby' | 'n=0' | 'as-is';
  /** true: tags/list also tells `child` and `manifest`, all at once where nobody asks with n (Google: ggcr#897). */
  readonly tagDetails?: boolean;
  /** GET of a blob leads to this host, which answers 400 to who brings an Authorization (S3, GCS, Azure; spec). */
  readonly blobsAt?: { readonly host: string; readonly status: 302 | 307 };
  /** `created`: PATCH answers 201 (ECR); `once`: a second PATCH answers 405 (Google). regclient scheme/reg/blob.go. */
  readonly patch?: 'created' | 'once';
  /** Without `from` a mount is refused (Quay), or takes the blob from anywhere (zot, measured). */
  readonly mountWithoutFrom?: 'refused' | 'from-anywhere';
  /** false: a manifest with `subject` is refused with 405 (ECR: roadmap#2783). */
  readonly subjects?: boolean;
  /** false: OCI manifests are refused, 400 MANIFEST_INVALID (Artifactory 6: cosign#1994). */
  readonly ociTypes?: boolean;
  /** false: Docker manifests are refused, 415 MANIFEST_INVALID (zot, measured). */
  readonly dockerTypes?: boolean;
  /** false: Docker manifests with layers that are no file systems are refused (Quay: cosign#1645). */
  readonly dockerLayersOfAnyType?: boolean;
  /** `image`: other config types than an image's are refused, 403 DENIED (Alibaba; distribution's policy, measured). */
  readonly configClasses?: 'image';
  /** true: `manifests/sha256-HEX` is the digest with a dash in it (GitLab: oras-go#1396). */
  readonly dashIsDigest?: boolean;
  /** false: DELETE by tag answers 400 UNSUPPORTED (Harbor). */
  readonly deleteByTag?: boolean;
  /** false: DELETE by digest is refused while a tag points there (GCR). */
  readonly deleteTagged?: boolean;
  /** true: 406 to who names types in Accept on anything but manifests and referrers (Artifactory). */
  readonly acceptOnManifestsOnly?: boolean;
  /** Headers of every answer: Set-Cookie (Artifactory, Nexus), and those by which products are known. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface RateLimit {
  readonly requests: number;
  readonly retryAfterSeconds?: number;
  /** Only these count (Docker Hub: GET of manifests). */
  readonly counts?: (request: RecordedRequest) => boolean;
}

/** What is asked for and not there, or hidden. */
export interface Absent {
  readonly kind: 'manifest' | 'blob' | 'tags' | 'upload' | 'referrers' | 'catalog';
  readonly method: string;
  readonly name: string;
  /** Tag or digest. */
  readonly target: string | undefined;
  readonly repositoryExists: boolean;
}

/** Answers of a product; each may leave what it does not know to the registry (undefined). */
export interface Words {
  readonly absent?: (what: Absent) => Answer | undefined;
  /** The refusal to overwrite a tag. */
  readonly immutable?: (name: string, tag: string) => Answer;
  /** Too many requests. */
  readonly limit?: Answer;
  /** The refusal of DELETE where `deleteRefused`. */
  readonly undeletable?: Answer;
  /** A manifest that is broken, under a wrong digest, or without its blobs (zot: one answer for all three, measured). */
  readonly badManifest?: Answer;
  /** Every write is refused so (Nexus group, Harbor proxy project, a full quota). */
  readonly write?: (name: string) => Answer | undefined;
  /** The referrers API's answer (GHCR: a redirect to a web page). */
  readonly referrers?: (name: string, subject: string) => Answer;
  /** The ping's answer to who may come in (Google: an empty web page). */
  readonly ping?: Answer;
}
