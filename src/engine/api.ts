// What the engine's bundle gives to the host: every verb, bound to one world. Types only; engine.ts makes it.
import type { SeenCertificate } from './certificateProblems.ts';
import type { CopyPlan, CopyRequest, CopyResult, CopyWatch } from './copyPlan.ts';
import type {
  LaterLook,
  RepairPlan,
  RepairRequest,
  RepairResult,
  RuleProblem,
  SignPlan,
  SignRequest,
  SignResult,
  SignStep,
  TrustRequest,
  Unconfirmed,
  VerifyRequest,
} from './plan.ts';
import type {
  OrphanPage,
  OrphanRequest,
  RemovePlan,
  RemoveRequest,
  RemoveResult,
  RemoveStep,
} from './removePlan.ts';
import type {
  LoadPlan,
  LoadRequest,
  SavedImages,
  SavePlan,
  SaveProgress,
  SaveRequest,
  SaveResult,
} from './savePlan.ts';
import type { Glance, ImageInspection } from './glance.ts';
import type { ListOptions, NamePage, RepositoriesWhere } from './namePage.ts';
import type { CheckApi } from './registryCheck.ts';
import type { Digest } from './oci/digest.ts';
import type { UnknownField } from './problems.ts';
import type { SignInOffer, SignInRequest, SignInTrial } from './signIn.ts';
import type { SignatureScheme } from './signatureScheme.ts';
import type { JudgedSignature, PlaceAnswer, Reader, VerifyReport } from './verdict.ts';

export interface EngineApi extends CheckApi {
  /** Makes the plan by reading only. Throws named errors for a bad reference, an absent subject, a refusing registry. */
  planSign(request: SignRequest, signal: AbortSignal): Promise<SignPlan>;
  /**
   * Does what the plan says, or throws `plan-changed`; `signed-in-part` where it stopped behind the first of several images. `signal` is obeyed until the manifest PUT begins (U13).
   * `laterLook` is called from the background while the window lives, only when something was lost.
   */
  runSign(
    plan: SignPlan,
    key: OpenKeyHandle,
    watch: { readonly step: (step: SignStep) => void; readonly laterLook: (look: LaterLook) => void },
    signal: AbortSignal,
  ): Promise<SignResult>;
  /** What removing the chosen signatures would do to which tag, by reading only. */
  planRemove(request: RemoveRequest, signal: AbortSignal): Promise<RemovePlan>;
  /**
   * Does what the plan says, or throws `plan-changed`. `signal` is obeyed until a list's PUT or DELETE begins (U13);
   * `watch` tells the step, and how many lists of how many are done.
   */
  runRemove(
    plan: RemovePlan,
    watch: (step: RemoveStep, done: number, all: number) => void,
    signal: AbortSignal,
  ): Promise<RemoveResult>;
  /** What this machine wrote and no window looks after, from the journal alone: asks no registry, for the badge (U15). */
  unconfirmed(): Promise<Unconfirmed>;
  /** Holds the journal against what is there now (S34), by reading only. */
  planRepair(request: RepairRequest, signal: AbortSignal): Promise<RepairPlan>;
  /** Writes back what the plan shows as missing; `laterLook` as in runSign. */
  runRepair(
    plan: RepairPlan,
    watch: { readonly laterLook: (look: LaterLook) => void },
    signal: AbortSignal,
  ): Promise<RepairResult>;
  /** Takes entries of the journal away; nothing is written anywhere else. */
  forgetUnconfirmed(ids: readonly string[]): Promise<void>;
  /**
   * The tags of signatures, attestations and the like in a repository whose image is not there, part by part, and of
   * which of them it is certain that it is gone. Throws what listing the tags throws.
   */
  findOrphans(request: OrphanRequest, signal: AbortSignal): AsyncGenerator<OrphanPage, void, undefined>;
  /** Makes the plan of a copy by reading only. Throws named errors; a place that cannot be read is one (planCopy). */
  planCopy(request: CopyRequest, signal: AbortSignal): Promise<CopyPlan>;
  /** Does what the plan says, or throws `plan-changed`. `signal` is obeyed until the write of each tag (U13). */
  runCopy(plan: CopyPlan, watch: CopyWatch, signal: AbortSignal): Promise<CopyResult>;
  /** Makes the plan of saving an image into a folder by reading only; throws as planCopy does. */
  planSave(request: SaveRequest, signal: AbortSignal): Promise<SavePlan>;
  /** Does what the plan says, or throws `plan-changed`. The folder has its name when all of it is there, else nothing is. */
  runSave(plan: SavePlan, watch: (progress: SaveProgress) => void, signal: AbortSignal): Promise<SaveResult>;
  /** The images that a folder holds, also one that `cosign save` wrote. Throws `bad-layout`, `file-not-readable`. */
  readSavedImages(folder: string, signal: AbortSignal): Promise<SavedImages>;
  /** Makes the plan of loading an image of a folder into a registry, by reading only. */
  planLoad(request: LoadRequest, signal: AbortSignal): Promise<LoadPlan>;
  /** Does what the plan says, as runCopy does. */
  runLoad(plan: LoadPlan, watch: CopyWatch, signal: AbortSignal): Promise<CopyResult>;
  /**
   * Always ends in a report once the subject is known; throws named errors before that. `watch` sees how much of a saved
   * image is hashed.
   */
  verify(
    request: VerifyRequest,
    signal: AbortSignal,
    watch?: (progress: SaveProgress) => void,
  ): Promise<VerifyReport>;
  /** True where this public key verifies one of the image's signatures: what Trust This Signer asks first (U1). */
  keySignedIt(
    request: VerifyRequest,
    key: { readonly name: string; readonly pem: string },
    signal: AbortSignal,
  ): Promise<boolean>;
  /** Problems of the rules of one level, with their JSON paths, for diagnostics in settings.json. */
  checkRules(trust: TrustRequest, signal: AbortSignal): Promise<readonly RuleProblem[]>;
  /** Where the value at a path stands in a settings file's text, or the nearest value above it (UTF-16 units). */
  locateInSettings(
    text: string,
    path: readonly (string | number | UnknownField)[],
  ): { readonly offset: number; readonly length: number } | undefined;

  /**
   * Repositories of a registry, or of the namespace at `path`, as `host/path`, page by page as the registry gives them.
   */
  listRepositories(
    where: RepositoriesWhere,
    options: ListOptions,
    signal: AbortSignal,
  ): AsyncGenerator<NamePage, void, undefined>;
  /** Tags of a repository (`host/path`), page by page. */
  listTags(
    repository: string,
    options: ListOptions,
    signal: AbortSignal,
  ): AsyncGenerator<NamePage, void, undefined>;
  /** What a tag or digest points at: digest, media type, platforms of an index. */
  inspectImage(reference: string, signal: AbortSignal): Promise<ImageInspection>;
  /** For a tooltip: what a tag is by its registry's headers; undefined where that is not told. Starts no helper (S25). */
  glance(repository: string, tag: string, signal: AbortSignal): Promise<Glance | undefined>;
  /** Who is signed in at a repository or registry already; undefined before anybody asked there. Asks nobody (S25). */
  readerInUse(name: string): Reader | undefined;
  /** The signatures of a subject in all its places, unchecked ("claims"). */
  inspectSignatures(
    request: Pick<VerifyRequest, 'reference' | 'settings'>,
    signal: AbortSignal,
  ): Promise<SignatureInspection>;
  /** The signatures inside one `.sig` tag, unchecked, and whether the image that it names is still there. */
  inspectSignatureTag(repository: string, tag: string, signal: AbortSignal): Promise<SignatureTagInspection>;
  /** A manifest's bytes as text for showing; digest checked. */
  readManifestText(repository: string, tagOrDigest: string, signal: AbortSignal): Promise<ManifestText>;
  /** A payload's bytes as text for showing; digest and size limits checked. */
  readPayloadText(repository: string, digest: string, signal: AbortSignal): Promise<string>;

  generateKey(password: string, signal: AbortSignal): Promise<NewKey>;
  importKey(
    text: string,
    password: string,
    newPassword: string,
    name: string,
    signal: AbortSignal,
  ): Promise<NewKey>;
  /** Throws `bad-key-file` for what no password opens, before anybody is asked for one. */
  requireEncryptedKey(file: string, name: string): void;
  /** Opens an encrypted key file; throws `wrong-password`. */
  openKey(file: string, password: string, name: string, signal: AbortSignal): Promise<OpenKeyHandle>;
  /** Reads a PEM public key; throws `bad-key-file`, `unsupported-key`. */
  readPublicKey(
    text: string,
    name: string,
  ): { readonly fingerprint: string; readonly pem: string; readonly algorithm: string };

  /** What a person can sign in with at this registry (host[:port]), by its host alone. */
  signInOffer(registry: string): SignInOffer;
  /** Tries a login before it is kept. Throws `not-signed-in` and `token-refused` for one that is refused (trySignIn). */
  trySignIn(request: SignInRequest, signal: AbortSignal): Promise<SignInTrial>;
  /** Registries that the Docker config knows, for Add Registry (U9). */
  knownRegistries(signal: AbortSignal): Promise<readonly string[]>;
  /** The cosign command that verifies this image, quoted for the shell it is for (S23, U2). */
  cosignVerifyCommand(request: CosignCommandRequest): string;
  /** COSIGN_PASSWORD if it is set (U4); the host says that it was used. */
  passwordFromEnvironment(): string | undefined;
  /** The certificate that this host[:port] shows; nothing is sent to it. Throws `unreachable`, `timed-out`, `proxy-failed`. */
  readCertificate(host: string, signal: AbortSignal): Promise<SeenCertificate>;
  /** Forgets tokens and what was learnt of registries: after Refresh and changed logins. */
  forget(registry?: string): void;
  /** Ends background looks. */
  dispose(): void;
}

/** An unlocked key. The private half never leaves the engine. */
export interface OpenKeyHandle {
  readonly fingerprint: string;
  readonly publicKeyPem: string;
  /** In the form of its algorithm that every cosign verifies. */
  sign(payload: Uint8Array): Uint8Array;
}

export interface NewKey {
  /** The encrypted key file, PEM, as cosign writes it. */
  readonly file: string;
  readonly fingerprint: string;
  readonly publicKeyPem: string;
  /** `ecdsa-p256`, `rsa-2048`, `ed25519` … */
  readonly algorithm: string;
}

export interface SignatureInspection {
  readonly digest: Digest;
  readonly places: readonly PlaceAnswer[];
  readonly signatures: readonly JudgedSignature[];
}

/**
 * Whether the image of a `.sig` tag is in the same repository. `orphan`: it is not, for a reader who may read there;
 * `elsewhere`: so too, but a payload names another repository, as in a signature repository that images share.
 */
export type SubjectState = 'there' | 'orphan' | 'elsewhere' | 'cannot-tell';

export interface SignatureTagInspection {
  readonly manifest: Digest;
  /** What the tag's name says it signs. */
  readonly subject: Digest;
  readonly subjectState: SubjectState;
  readonly signatures: readonly JudgedSignature[];
}

export interface ManifestText {
  readonly digest: Digest;
  readonly mediaType: string;
  readonly text: string;
}

export interface CosignCommandRequest {
  /** Canonical repository and digest. */
  readonly repository: string;
  readonly digest: string;
  readonly publicKeyFile: string;
  readonly annotations: readonly (readonly [name: string, value: string])[];
  /** The repository that holds the signature when it is not the image's own. */
  readonly signatureRepository: string | undefined;
  /** The folder that holds the image and its signatures: cosign then asks no registry, whatever the image is called. */
  readonly savedIn?: string | undefined;
  /** What the signature was made with, where that is known: cosign may need a flag for it. */
  readonly scheme: SignatureScheme | undefined;
  readonly shell: 'posix' | 'powershell';
}
