// Removing signatures: what a person asks for, the plan made of it by reading only, and what came of running it. Plain
// data, as in plan.ts. And what a search for orphans found.
import type { WriteProblem } from './errors.ts';
import type { Digest } from './oci/digest.ts';
import type { PlanCredential, SignatureSettings, SignerKey } from './plan.ts';
import type { RemoveObstacle } from './problems.ts';
import type { Failure, JudgedSignature, Place, ProvenSigner } from './verdict.ts';

/** Of an image in all its places, or of `.sig` tags by name, whose image may be gone. */
export type RemoveFrom =
  | { readonly kind: 'image'; readonly reference: string }
  | { readonly kind: 'tags'; readonly repository: string; readonly tags: readonly string[] };

export type RemoveChoice =
  | { readonly kind: 'all' }
  /** Those that verify with this key. */
  | { readonly kind: 'signer'; readonly key: SignerKey }
  /** One signature: its payload's digest, and the text in its annotation, which tells two of one payload apart. */
  | {
      readonly kind: 'one';
      readonly repository: string;
      readonly tag: string;
      readonly digest: string;
      readonly signature: string | undefined;
    };

export interface RemoveRequest {
  readonly from: RemoveFrom;
  readonly choice: RemoveChoice;
  readonly settings: SignatureSettings;
  /** What becomes of a list of which nothing would be left. */
  readonly whenEmpty: 'delete' | 'empty-list';
  /** Keys by which signers are named. */
  readonly knownKeys: readonly SignerKey[];
}

export interface RemovableSignature {
  readonly claimed: JudgedSignature;
  /** Set where one of the known keys verifies it. */
  readonly signer: ProvenSigner | undefined;
  readonly chosen: boolean;
}

/** One `.sig` tag, and what happens to it. */
export interface RemoveList {
  readonly repository: string;
  readonly tag: string;
  /** What the tag is named for. */
  readonly subject: Digest;
  /** Of the list as the plan saw it. */
  readonly manifest: Digest;
  readonly signatures: readonly RemovableSignature[];
  /**
   * `rewrite`: written again without the chosen; `delete`: nothing would be left; `delete-tag`: so too, but by its tag
   * only, because its digest is not this tag's alone; `empty-list`: written without any; `none`: left as it is.
   */
  readonly action: 'rewrite' | 'delete' | 'delete-tag' | 'empty-list' | 'none';
  /** Why it is left alone although something in it was chosen. */
  readonly obstacle: RemoveObstacle | undefined;
  /** Other tags of the same digest, or that there may be some. */
  readonly otherTags: readonly string[] | 'cannot-tell';
  /** True where this registry said in this session that it deletes nothing, and an empty list takes its place. */
  readonly undeletable: boolean;
  readonly credential: PlanCredential;
}

/** What is there and is not removed by this version, or could not be read. */
export type LeftBehind =
  | {
      readonly kind: 'found';
      readonly place: Place;
      readonly format: JudgedSignature['format'];
      readonly count: number;
    }
  | { readonly kind: 'tag'; readonly repository: string; readonly tag: string }
  | { readonly kind: 'not-readable'; readonly place: string; readonly failure: Failure };

export interface RemovePlan {
  readonly request: RemoveRequest;
  /** The image, where one was named. */
  readonly image:
    { readonly repository: string; readonly digest: Digest; readonly tag: string | undefined } | undefined;
  readonly lists: readonly RemoveList[];
  readonly left: readonly LeftBehind[];
  /** The machine the engine runs on and the credential is taken from (V4). */
  readonly machine: string;
}

export type RemoveStep = 'reading' | 'removing' | 'reading-back';

export interface ListResult {
  readonly repository: string;
  readonly tag: string;
  readonly subject: Digest;
  readonly outcome: 'rewritten' | 'deleted' | 'emptied' | 'failed' | 'not-tried';
  readonly removed: number;
  readonly left: number;
  /** False where this machine's other windows could not be told. */
  readonly told: boolean;
  readonly unconfirmed: WriteProblem | undefined;
  /** Why it failed. */
  readonly failure: Failure | undefined;
}

export interface RemoveResult {
  readonly lists: readonly ListResult[];
}

export interface OrphanRequest {
  /** `host/path` */
  readonly repository: string;
  /**
   * Other registries (host[:port]) that may be asked whether an image is there: those that the person named. A payload
   * may name any host at all.
   */
  readonly registries: readonly string[];
}

/** One tag whose image is not in its own repository. */
export interface OrphanFinding {
  readonly tag: string;
  /** What the tag is named for. */
  readonly subject: Digest;
  /** `orphan`: a reader who may read looked in every repository that its signatures name, and it is in none (S33). */
  readonly state: 'orphan' | 'cannot-tell';
  /** The repositories that its signatures name, and its own. */
  readonly looked: readonly string[];
  readonly why: OrphanDoubt | undefined;
  readonly signatures: number;
}

/** Why nobody can tell whether the image is gone. */
export type OrphanDoubt =
  | { readonly code: 'may-not-read' | 'other-registry'; readonly repository: string }
  | { readonly code: 'could-not-look'; readonly repository: string; readonly failure: Failure }
  | { readonly code: 'names-no-image' | 'names-other-image' | 'payload-not-readable' }
  | { readonly code: 'list-not-readable'; readonly failure: Failure };

/** What was found in a part of the tags. */
export interface OrphanPage {
  readonly findings: readonly OrphanFinding[];
  /** How many tags of signatures and the like were looked at so far, of how many that are listed so far. */
  readonly done: number;
  readonly listed: number;
  /** False where there are more tags than are looked at. */
  readonly complete: boolean;
}
