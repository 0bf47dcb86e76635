// The verdicts of an image and what a verification reports. Plain data: the host shows it, nothing here decides.
// Precedence (highest first): verified, could not check, rejected, untrusted, unsigned.
import type { Descriptor, Platform } from './oci/descriptor.ts';
import type { Digest } from './oci/digest.ts';
import type { ErrorCode, ErrorDetails } from './errors.ts';
import type { CredentialDescription, PayloadProblem, RuleFault } from './problems.ts';
import type { SignatureScheme } from './signatureScheme.ts';

/** Best first: the order in which one wins over the others. */
export type Verdict = 'verified' | 'could-not-check' | 'rejected' | 'untrusted' | 'unsigned';

/** A named failure as data, so that a report can be kept and shown later. */
export type Failure = {
  [C in ErrorCode]: { readonly code: C; readonly details: ErrorDetails[C] };
}[ErrorCode];

export type PlaceKind = 'sig-tag' | 'referrers-api' | 'fallback-tag' | 'attestation-tag';
export type PlaceRole = 'own' | 'signature-repository' | 'other-layout' | 'saved';

/** Where signatures are looked for: a repository × a kind. */
export interface Place {
  readonly kind: PlaceKind;
  readonly role: PlaceRole;
  /** Canonical name of the repository, e.g. `ghcr.io/acme/app`; of a saved image the folder. */
  readonly repository: string;
  /** The tag that was read; for the referrers API the subject's digest. */
  readonly target: string;
  /** A required place that could not be read makes the verdict "could not check". */
  readonly required: boolean;
}

/** Who looked: named in "none" answers, because a 404 means nothing without it (S17). */
export interface Reader {
  readonly credential: CredentialDescription;
  readonly machine: string;
}

export type PlaceAnswer =
  | { readonly place: Place; readonly outcome: 'found'; readonly manifest: Digest; readonly count: number }
  | { readonly place: Place; readonly outcome: 'none'; readonly reader: Reader; readonly why: NoneReason }
  | { readonly place: Place; readonly outcome: 'could-not-read'; readonly failure: Failure };

export type NoneReason = 'not-there' | 'no-referrers-api' | 'no-signatures-in-it' | 'is-the-subject';

export type CheckName =
  'payload-type' | 'signature' | 'subject-digest' | 'docker-reference' | 'annotations' | 'format';

/** One step of judging one signature. `expected` and `found` are shown side by side when it fails. */
export interface CheckResult {
  readonly check: CheckName;
  readonly outcome: 'passed' | 'failed' | 'note';
  readonly expected: CheckValue;
  readonly found: CheckValue;
}

/** Text of the payload, the rules or the request; or what is stored, or why that cannot be read. */
export type CheckValue =
  | string
  | { readonly mediaType: string; readonly size: number; readonly digest: Digest }
  | { readonly unreadable: PayloadProblem };

/** Who signed, and only where the signature itself proved it. */
export interface ProvenSigner {
  /** sha256 of the SPKI DER, lower-case hex. */
  readonly fingerprint: string;
  /** The person's label of an own key, else empty. */
  readonly label: string;
}

export interface MadeWith {
  /** `ecdsa-p256`, `rsa-2048`, `ed25519` … */
  readonly algorithm: string;
  readonly scheme: SignatureScheme;
}

export type SignatureStatus = 'valid' | 'rejected' | 'untrusted' | 'not-judged';

/** One signature (or something else that was found in a place), judged on its own. */
export interface JudgedSignature {
  readonly place: Place;
  /** 0-based position of the layer in the `.sig` image, or of the referrer in its list. */
  readonly index: number;
  readonly format: 'simple-signing' | 'bundle' | 'attestation' | 'other';
  readonly status: SignatureStatus;
  /** Why it was not judged, or what is wrong with its form. */
  readonly problem?: SignatureProblem;
  readonly signer?: ProvenSigner;
  /** The signer's key, and as what it verifies the signature. */
  readonly madeWith?: MadeWith;
  readonly checks: readonly CheckResult[];
  /** What the payload says. Signed, but only worth as much as the signature. */
  readonly claims: SignatureClaims | undefined;
  /** What the descriptor says. Not signed by anybody. */
  readonly descriptor: Descriptor;
}

export type SignatureProblem =
  | { readonly code: 'no-signature' | 'signature-not-base64' | 'no-time-left' }
  | { readonly code: 'bad-payload'; readonly reason: PayloadProblem }
  | { readonly code: 'payload-not-readable' | 'referrer-not-readable'; readonly failure: Failure };

/** The content of a simple signing payload: "claims" until the signature is checked (S15). */
export interface SignatureClaims {
  readonly digest: string;
  readonly dockerReference: string;
  readonly type: string;
  readonly annotations: readonly (readonly [name: string, value: string])[];
}

export type RuleLevel = 'user' | 'workspace' | 'folder' | 'own-keys';

/** A rule of the level that judged, and whether one of its keys signed. */
export interface RuleResult {
  /** The pattern; empty for own keys, and where it is bad: whatever was pasted there is not repeated (N1). */
  readonly images: string;
  /** Real paths of the key files that the rule names, if any. */
  readonly keyFiles?: readonly string[];
  /** Set where only a signature made under the very name of the image satisfies it (S16). */
  readonly sameName?: true;
  readonly satisfiedBy: readonly ProvenSigner[];
  /** Why the rule could not be used; such a rule makes the verdict "could not check" (S3). */
  readonly broken?: BrokenRule;
}

export interface BrokenRule {
  /** Position among the level's rules, counted from 1, where no pattern names the rule; undefined for all of them. */
  readonly position: number | undefined;
  readonly faults: readonly RuleFault[];
}

/** Which rules judged: the level, where they stand, and each one's outcome (S1, S11). */
export interface Judges {
  readonly level: RuleLevel;
  /** The settings file or folder the rules come from; empty for own keys. */
  readonly source: string;
  readonly rules: readonly RuleResult[];
}

export type VerdictReason =
  | { readonly kind: 'place-not-readable'; readonly place: Place; readonly failure: Failure }
  /** Own keys judge, and there may be others than those that could be listed. */
  | { readonly kind: 'own-keys-not-listed' }
  | { readonly kind: 'broken-rule'; readonly images: string; readonly broken: BrokenRule }
  | { readonly kind: 'format-not-judged'; readonly place: Place; readonly mediaType: string }
  /** A signature is listed there, but its payload could not be fetched. */
  | {
      readonly kind: 'signature-not-readable';
      readonly place: Place;
      readonly index: number;
      readonly problem: SignatureProblem;
    }
  | {
      readonly kind: 'check-failed';
      readonly place: Place;
      readonly index: number;
      readonly check: CheckName;
    }
  | { readonly kind: 'rule-not-satisfied'; readonly images: string; readonly sameName?: true };

/**
 * What covers a platform image: a signature of its own that verifies; else the verified index that lists it; else
 * nothing, or nobody could tell.
 */
export type Coverage = 'own-signature' | 'through-index' | 'not-covered' | 'could-not-check';

/** One image that an index lists. */
export interface PlatformCoverage {
  readonly digest: Digest;
  readonly platform: Platform | undefined;
  /** The verdict on its own signatures alone. */
  readonly own: Verdict;
  readonly coverage: Coverage;
}

export interface PlatformsReport {
  readonly images: readonly PlatformCoverage[];
  /** How many more the index lists, which were not looked at. */
  readonly more: number;
}

/** Config, layers and, of an index, manifests: how many of them stand in the folder as their digests say. */
export interface SavedParts {
  readonly read: number;
  /** Of those that were read. */
  readonly bytes: number;
  readonly missing: readonly Digest[];
  /** How many are not there and need not be: other servers have them (`urls`). */
  readonly elsewhere: number;
  /** How many of those that were read are manifests of a kind that cannot be taken apart: what they name is not known. */
  readonly unopened: number;
  /** How many did not come in time, or are beyond what an image has. */
  readonly unread: number;
}

/** The answer of a verification: the verdict and everything it rests on. */
export interface VerifyReport {
  /** As the person typed it. */
  readonly reference: string;
  /** Canonical repository, and the digest that was judged. */
  readonly repository: string;
  readonly digest: Digest;
  readonly mediaType: string;
  readonly size: number;
  /** The tag that pointed at the digest at that time, if the person named one. */
  readonly tag: string | undefined;
  readonly impliedTag: boolean;
  /** The folder that was verified instead of a registry: the name is then what the person says that it is. */
  readonly savedIn?: string;
  /** What that folder holds of what the digest names. */
  readonly savedParts?: SavedParts;
  /** How many entries of its index cannot be read; this image is none of them. */
  readonly savedLeftOut?: number;
  /** Milliseconds since 1970. */
  readonly checkedAt: number;
  readonly verdict: Verdict;
  readonly reasons: readonly VerdictReason[];
  readonly judges: Judges;
  readonly places: readonly PlaceAnswer[];
  readonly signatures: readonly JudgedSignature[];
  /** Of an index, what covers each of its platform images. They are subjects of their own and take no part in the verdict. */
  readonly platforms?: PlatformsReport;
  /** The annotations that were asked for. */
  readonly wantedAnnotations: readonly (readonly [name: string, value: string])[];
  readonly reader: Reader;
  /** Where the signature repository setting came from, if there is one. */
  readonly signatureRepository: SignatureRepositoryUse | undefined;
}

export type Layout = 'perImage' | 'shared';

/** Where a value came from, for plan and report: a setting's level, or the environment variable's name. */
export interface Origin {
  readonly kind: 'default' | 'user' | 'workspace' | 'folder' | 'environment' | 'asked';
  /** The folder's or the variable's name; empty where the kind says all. */
  readonly name: string;
}

export interface SignatureRepositoryUse {
  readonly value: string;
  readonly layout: Layout;
  readonly origin: Origin;
}
