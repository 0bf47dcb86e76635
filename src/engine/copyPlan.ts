// What copying an image with its signatures asks for, the plan made of it by reading only, and what came of it. Plain
// data: run writes the very bytes that the plan holds, or stops with `plan-changed`.
import type { WriteProblem } from './errors.ts';
import type { Digest } from './oci/digest.ts';
import type { LaterLook, PlanCredential, SignatureSettings } from './plan.ts';

export interface CopyRequest {
  /** What the person typed, or `repository@digest` from the tree. */
  readonly reference: string;
  /** Where to, as a reference: without a tag the source's tag is meant. */
  readonly target: string;
  readonly settings: SignatureSettings;
}

/** What a manifest is to the image. Referrers are of any type: bundles, SBOMs, scans. */
export type CopyPart = 'image' | 'index' | 'platform' | 'signatures' | 'attestations' | 'sbom' | 'referrer';

/**
 * What would be done with it. `send`; `there`: the target has it; `merge`: added to the list that the target has;
 * `stays`: another SBOM has its tag, at the target, where it is not overwritten, or beside the image.
 */
export type CopyAction = 'send' | 'there' | 'merge' | 'stays';

export interface CopyBlob {
  readonly digest: Digest;
  /** Bytes. */
  readonly size: number;
  /** Where it is, canonical; undefined: where its manifest was read from. */
  readonly repository?: string;
}

/** One manifest with the blobs that it names. */
export interface CopyManifest {
  readonly part: CopyPart;
  readonly digest: Digest;
  readonly mediaType: string;
  /** As it stands, and is written. */
  readonly bytes: Uint8Array;
  /** Canonical repository that it was read from. */
  readonly repository: string;
  /** What it hangs on; undefined for the image and its platforms. */
  readonly of: Digest | undefined;
  /** Whose lists of referrers name it: also of a platform, or of what another referrer names. */
  readonly refersTo: readonly Digest[];
  /** A platform, or an artifact's type; empty where there is none. Foreign text. */
  readonly label: string;
  /** Config and layers, without those that only stand elsewhere. */
  readonly blobs: readonly CopyBlob[];
  /** Layers that the registry does not hold and whose descriptors name other servers: they stay there. */
  readonly foreign: number;
}

export interface PlannedManifest extends CopyManifest {
  readonly action: CopyAction;
}

export interface CopyPlan {
  readonly request: CopyRequest;
  readonly source: {
    readonly repository: string;
    readonly tag: string | undefined;
    readonly impliedTag: boolean;
    readonly credential: Omit<PlanCredential, 'push'>;
    /** The signature repository, where it is another, and who reads there. */
    readonly further: readonly {
      readonly repository: string;
      readonly credential: Omit<PlanCredential, 'push'>;
    }[];
  };
  readonly digest: Digest;
  readonly mediaType: string;
  readonly target: {
    readonly repository: string;
    /** Undefined: it is copied by its digest alone. */
    readonly tag: string | undefined;
    /** What the tag points at now; setting it moves it. */
    readonly pointsAt: Digest | undefined;
    /** What it lists the referrers of under a fallback tag now. */
    readonly fallbacks: readonly Digest[];
    readonly credential: PlanCredential;
  };
  /** In the order in which they are written: what a manifest names comes before it, what hangs on it behind. */
  readonly manifests: readonly PlannedManifest[];
  /** Repositories that were asked for what hangs on the image, by name. */
  readonly lookedAt: readonly string[];
  /** Referrers that are listed and are not there. */
  readonly missing: readonly Digest[];
  /** What would be sent at most: the target may have some of it. */
  readonly blobs: number;
  readonly bytes: number;
  readonly machine: string;
  /** Milliseconds since 1970. */
  readonly plannedAt: number;
}

/** `tag`: its write is on its way. Until then the tag certainly is as it was. */
export type CopyStep = 'blobs' | 'manifests' | 'signatures' | 'tag';

export interface CopyProgress {
  readonly step: CopyStep;
  /** Bytes that came over so far, of those that go at most. */
  readonly bytes: number;
  readonly ofBytes: number;
  readonly manifests: number;
  readonly ofManifests: number;
}

export interface CopyWatch {
  readonly progress: (progress: CopyProgress) => void;
  readonly laterLook: (look: LaterLook) => void;
}

export interface CopyResult {
  readonly outcome: 'copied' | 'already-there';
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: Digest;
  readonly manifests: { readonly sent: number; readonly there: number };
  readonly blobs: { readonly sent: number; readonly mounted: number; readonly there: number };
  /** Bytes sent. */
  readonly bytes: number;
  /** Lists of signatures that hold the target's and the source's now. */
  readonly merged: number;
  /** Lists that were written and could not be confirmed. */
  readonly unconfirmed: readonly { readonly place: string; readonly reason: WriteProblem }[];
}
