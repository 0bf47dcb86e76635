// What nodes are given: the engine, what is known of this session, and a way to be drawn again. Tests make their own.
import type { EngineApi } from '../../engine/api.ts';
import type { SignatureSettings } from '../../engine/plan.ts';
import type { Reader, VerifyReport } from '../../engine/verdict.ts';
import type { TreeNode } from './nodes.ts';
import type { TagOrder } from './order.ts';

export interface TreeContext {
  readonly engine: () => EngineApi;
  /** The verdict of this session on a digest, while it is good (U12, S18). */
  readonly findReport: (repository: string, digest: string) => VerifyReport | undefined;
  /** Why Check All came to no verdict on a tag. */
  readonly couldNotCheck: (repository: string, tag: string) => string | undefined;
  /** What a command of this session found the tag to point at, until somebody refreshes. */
  readonly learnedDigest: (repository: string, tag: string) => string | undefined;
  /** Where signatures are looked for; may ask whose folder's settings apply (V3). */
  readonly signatureSettings: () => Promise<SignatureSettings>;
  /** Who is signed in at a repository or registry already. Loads nothing, asks nobody (S25). */
  readonly readerInUse: (name: string) => Reader | undefined;
  readonly showsSignatureTags: () => boolean;
  readonly tagOrder: () => TagOrder;
  /** Pinned by the person, by `host` or `host/path`. */
  readonly isPinned: (name: string) => boolean;
  /** The person looks into this repository. */
  readonly used: (repository: string) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Draws a node anew; reads nothing. */
  readonly redraw: (node: TreeNode) => void;
  /** Sorts a list and draws it anew, unless the person has selected or opened one of its rows. */
  readonly settle: (list: TreeNode, sort: () => void) => void;
}
