// What a person asks for, the plan made of it by reading only, and what came of running it. Plain data.
// The host shows the plan as it stands; run does that and nothing else, or stops with `plan-changed`.
import type { Digest } from './oci/digest.ts';
import type { ErrorCode, WriteProblem } from './errors.ts';
import type { Platform } from './oci/descriptor.ts';
import type { CredentialDescription, RuleFault, RulePath } from './problems.ts';
import type { Layout, Origin } from './verdict.ts';

/** The signature settings that apply to an image; undefined where the person set nothing. */
export interface SignatureSettings {
  readonly signatureRepository: { readonly value: string; readonly origin: Origin } | undefined;
  readonly layout: { readonly value: Layout; readonly origin: Origin } | undefined;
  readonly legacyMediaTypes: { readonly value: boolean; readonly origin: Origin } | undefined;
}

/** The public half of a key that is to sign. */
export interface SignerKey {
  /** sha256 of the SPKI DER, lower-case hex. */
  readonly fingerprint: string;
  readonly label: string;
  readonly publicKeyPem: string;
}

export type Annotations = readonly (readonly [name: string, value: string])[];

export interface SignRequest {
  /** What the person typed, or `repository@digest` from the tree. */
  readonly reference: string;
  readonly key: SignerKey;
  readonly annotations: Annotations;
  readonly settings: SignatureSettings;
  /** Of an index, everything that it lists is signed too. */
  readonly recursive?: boolean;
}

/** Where the new signature goes. */
export interface SignPlace {
  /** Canonical name of the repository that will hold the signature. */
  readonly repository: string;
  /** `sha256-HEX.sig` */
  readonly tag: string;
  /** `own`: beside the image. */
  readonly layout: Layout | 'own';
  readonly origin: Origin;
  /** What the plan found there: nothing, so many signatures, or nobody could tell whether the repository exists. */
  readonly state: 'empty' | 'has-signatures' | 'will-be-created';
  readonly signatures: number;
}

/** How the registry will know who writes. Never the secret itself. */
export interface PlanCredential {
  readonly description: CredentialDescription;
  /** Comparable and free of secrets: run stops when it changed (S26). */
  readonly identity: string;
  readonly push: 'granted' | 'denied' | 'unknown';
}

export interface SignPlan {
  readonly request: SignRequest;
  /** Canonical repository of the image. */
  readonly repository: string;
  readonly tag: string | undefined;
  readonly impliedTag: boolean;
  readonly digest: Digest;
  readonly mediaType: string;
  readonly size: number;
  /** Platforms of a multi-arch index, e.g. `linux/amd64`; empty for a single image. */
  readonly platforms: readonly string[];
  /** What is signed besides: each image of the index, in this order; empty unless that was asked for. */
  readonly further: readonly FurtherPlan[];
  readonly place: SignPlace;
  /** `oci` or `docker` (legacy) media types; those of an existing `.sig` are kept. */
  readonly mediaTypes: 'oci' | 'docker';
  readonly mediaTypesOrigin: Origin | 'existing';
  /** In this session the registry refused just these there: the others may be taken. */
  readonly mediaTypesRefused?: true;
  readonly credential: PlanCredential;
  /** The machine the engine runs on and the credential is taken from (V4). */
  readonly machine: string;
  /** No public log carries it, in this version. */
  readonly log: 'none';
  /** True where this key's signature with these annotations is there already and verifies: nothing would be written. */
  readonly alreadySigned: boolean;
  /** Milliseconds since 1970. */
  readonly plannedAt: number;
}

/** One image of an index: a plan like any other, which lists no further ones. */
export interface FurtherPlan {
  readonly plan: SignPlan;
  /** As the index says. Build tools call that of what they attach `unknown`. */
  readonly platform: Platform | undefined;
}

export type SignStep = 'reading' | 'uploading' | 'writing' | 'reading-back';

export interface SignResult {
  readonly outcome: 'signed' | 'already-signed';
  readonly repository: string;
  readonly digest: Digest;
  readonly place: SignPlace;
  /** Digest of the `.sig` image that was read back. */
  readonly manifest: Digest;
  /** How many signatures the `.sig` image holds now. */
  readonly signatures: number;
  /** How often signatures of others had to be merged back in. */
  readonly merges: number;
  /** Set where the read-back could not confirm the write. */
  readonly unconfirmed: WriteProblem | undefined;
  /** False where this machine could not note what was written: nobody looks again once the window is closed. */
  readonly isNoted: boolean;
  /** The same for each further image of the plan. */
  readonly further: readonly SignResult[];
}

/** What the looks after the result found (second look, 5 s, 30 s): told when something was lost, or nobody could look. */
export type LaterLook = LaterOutcome & { readonly place: string };

export type LaterOutcome =
  | { readonly outcome: 'healed' | 'removed-by-others' }
  | { readonly outcome: 'could-not-heal' | 'could-not-look'; readonly reason: WriteProblem };

export interface VerifyRequest {
  readonly reference: string;
  readonly settings: SignatureSettings;
  readonly annotations: Annotations;
  readonly trust: TrustRequest;
  /** A folder that holds the image: it is verified there, under the name of the reference, and nobody else is asked. */
  readonly savedIn?: string;
}

/** All of the person's own keys, or those that could be `listed`: then nobody knows what else there is. */
export type OwnKeys = readonly SignerKey[] | { readonly listed: readonly SignerKey[] };

/** The rules of every level as they stand in the settings, and the person's own keys. */
export interface TrustRequest {
  readonly levels: readonly TrustLevel[];
  readonly ownKeys: OwnKeys;
  /** Reads a public key file that a rule names; the host knows the folders (S2). */
  readonly readKeyFile: ReadKeyFile;
}

export interface TrustLevel {
  readonly level: 'user' | 'workspace' | 'folder';
  /** The settings file, in words for the report, e.g. `.vscode/settings.json of api`. */
  readonly source: string;
  /** The setting's value, untouched and untrusted. */
  readonly value: unknown;
}

/** What is wrong with a rule, and where it stands. */
export interface RuleProblem {
  readonly level: TrustLevel['level'];
  readonly source: string;
  /** Path inside the setting's value. */
  readonly path: RulePath;
  readonly fault: RuleFault;
}

/** `realPath` is shown in the report. */
export type ReadKeyFile = (
  level: TrustLevel['level'],
  path: string,
  signal: AbortSignal,
) => Promise<{ readonly text: string; readonly realPath: string } | { readonly fault: KeyFileFault }>;

/** Why a key file was not read. */
export type KeyFileFault = Extract<RuleFault, { code: 'bad-key-path' | 'key-file-not-readable' }>;

/** A file of the journal that is no entry: shown, and never obeyed. */
export interface BadEntry {
  readonly id: string;
  readonly problem: 'garbled' | 'too-large' | 'other-version' | 'not-readable';
}

export interface RepairRequest {
  /** The person's own keys: what none of them made is not written back. */
  readonly keys: readonly SignerKey[];
  /** One tag only: canonical repository and `sha256-HEX.sig`. */
  readonly place: { readonly repository: string; readonly tag: string } | undefined;
}

/** What stands in the journal of this machine and how things are now; made by reading only. */
export interface RepairPlan {
  readonly request: RepairRequest;
  readonly items: readonly RepairItem[];
  readonly bad: readonly BadEntry[];
  readonly machine: string;
}

export interface RepairItem {
  /** Names the entry, and what stood in it. */
  readonly id: string;
  readonly mark: Digest;
  readonly repository: string;
  readonly tag: string;
  /** The image that was signed. */
  readonly digest: Digest;
  readonly fingerprint: string;
  /** Of the own key that made it; undefined where there is none. */
  readonly label: string | undefined;
  /** Milliseconds since 1970. */
  readonly writtenAt: number;
  /** Who would write; undefined where that was not looked for. */
  readonly credential: CredentialDescription | undefined;
  readonly finding: RepairFinding;
  /** A window saw it there, and then gone with nothing new: somebody removed it, maybe on purpose. */
  readonly wasRemoved: boolean;
  /** How many signatures of others stood there and do not now. They are never written back from here. */
  readonly othersGone: number;
}

/**
 * `there`: nothing is to be done; `missing`: it would be written back; all else is only shown. `not-ours`: the entry
 * holds no signature of its key over an image that the tag is for.
 */
export type RepairFinding =
  | {
      readonly kind:
        'there' | 'missing' | 'removed-here' | 'no-own-key' | 'not-ours' | 'image-gone' | 'other-credential';
    }
  | { readonly kind: 'could-not-look'; readonly reason: ErrorCode };

export interface RepairResult {
  readonly items: readonly RepairedItem[];
}

export interface RepairedItem {
  readonly item: RepairItem;
  readonly outcome: RepairOutcome;
}

/** `changed`: it is no longer as the plan showed it, and nothing was written; `not-tried`: the person cancelled before. */
export type RepairOutcome =
  | { readonly kind: 'written-back'; readonly unconfirmed: WriteProblem | undefined }
  | { readonly kind: 'confirmed' | 'left' | 'changed' | 'not-tried' }
  | { readonly kind: 'failed'; readonly reason: ErrorCode };

/** What this machine wrote and no window looks after: for a badge, without asking any registry. */
export interface Unconfirmed {
  readonly entries: readonly {
    readonly id: string;
    readonly repository: string;
    readonly tag: string;
    /** `seen`: read back, and the window closed before it had looked again. */
    readonly state: 'looking' | 'seen' | 'lost' | 'not-confirmed';
  }[];
  readonly bad: readonly BadEntry[];
}
