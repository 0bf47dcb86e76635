// Every failure of the engine has a name: a code and plain details. The host words them (host/ui/errorWords.ts);
// the English here is for the log. Details never hold a secret: no header, no token, no query of a URL.
import type { CertificateFileProblem, CertificateProblem } from './certificateProblems.ts';
import type { ProductAdvice } from './findings.ts';
import type {
  AnswerProblem,
  CredentialDescription,
  CredentialFileProblem,
  FileProblem,
  HelperProblem,
  ImageProblem,
  KeyProblem,
  LayoutProblem,
  Operation,
  PayloadProblem,
  RemoveObstacle,
  SignatureImageProblem,
  WriteObstacle,
  WriteSetting,
} from './problems.ts';

/** What a failure carries, by its code. All values are plain data that may be shown once disarmed. */
export interface ErrorDetails {
  // What a person typed or set.
  /** `meant`: the digest that it should name, where it names another. */
  'bad-reference': { text: string; position: number; reason: ReferenceProblem; meant?: string };
  'bad-signature-repository': { text: string; reason: 'tag' | 'digest' | 'syntax'; origin: string };
  'bad-annotation': { name: string; reason: 'empty-name' | 'not-unicode' | 'duplicate' };
  'bad-setting': { setting: string; level: 'user' | 'workspace' | 'folder' };

  // The network. `host` is host[:port], never a whole URL.
  unreachable: {
    host: string;
    reason: 'refused' | 'reset' | 'name' | 'tls' | 'no-tls' | 'blocked-port' | 'other';
    message: string;
  };
  /** Nothing was sent. `message`: the code of the TLS library. */
  'certificate-not-trusted': { host: string; reason: CertificateProblem; message: string };
  /** Another certificate than the one that the person trusted (both SHA-256, hex). Nothing was sent. */
  'certificate-changed': { host: string; trusted: string; found: string };
  /** `shown`: the file of the client certificate that was refused; empty where there was none to show. */
  'client-certificate-wanted': { host: string; shown: string };
  'bad-certificate-file': { path: string; reason: CertificateFileProblem };
  /** `proxy`: host[:port]. `status`: what it answered, 0 where it did not. */
  'proxy-failed': {
    host: string;
    proxy: string;
    reason: 'unreachable' | 'refused' | 'login' | 'not-supported';
    status: number;
  };
  'timed-out': { host: string; seconds: number; phase: 'answer' | 'body' | 'too-slow' };
  /** `headers`: bytes of them. */
  'too-large': {
    host: string;
    what: Operation;
    unit: 'bytes' | 'headers' | 'requests' | 'names';
    limit: number;
  };
  'bad-redirect': {
    host: string;
    target: string;
    reason: 'downgrade' | 'loop' | 'private-address' | 'syntax';
  };
  /** A token server at plain http. `downgrade`: its registry is at https; `not-listed`: nobody allowed it. */
  'plain-http-refused': { registry: string; realmHost: string; reason: 'downgrade' | 'not-listed' };

  // What a registry answered.
  'registry-refused': RegistryAnswer;
  'not-signed-in': RegistryAnswer & { credential: CredentialDescription };
  forbidden: RegistryAnswer & { credential: CredentialDescription };
  'not-found': RegistryAnswer;
  'rate-limited': RegistryAnswer & { retryAfterSeconds: number | undefined };
  'registry-failed': RegistryAnswer;
  'not-a-registry': { registry: string; reason: 'web-page' | 'no-manifest' };
  'token-refused': {
    registry: string;
    realmHost: string;
    status: number;
    message: string;
    webPage?: boolean;
    credential: CredentialDescription;
  };
  'token-realm-unknown': { registry: string; realmHost: string; privateAddress: boolean };
  'bad-answer': { registry: string; reason: AnswerProblem };
  /** It lists its repositories to nobody, or those of a namespace only, or only to a login that is a token of its API. */
  'no-list': { registry: string; reason: 'none' | 'namespace' | 'login' };
  'digest-mismatch': { registry: string; repository: string; expected: string; actual: string };
  'endless-list': { registry: string; what: 'tags' | 'repositories' | 'referrers' };

  // Images and signatures.
  'subject-not-found': { reference: string; registry: string; repository: string; impliedTag: boolean };
  'not-an-image': { reference: string; digest: string; reason: ImageProblem };
  'bad-signature-image': { place: string; reason: SignatureImageProblem };
  'bad-payload': { reason: PayloadProblem };
  /** `writing`: so many there would be; nothing is written. */
  'too-many-signatures': { place: string; count: number; limit: number; writing?: true };
  /** It does not exist, or is not visible to this reader. */
  'place-not-readable': { place: string };
  'too-many-images': { reference: string; limit: number };
  /** An index and its images: `digest` was not signed, nor what comes behind it. */
  'signed-in-part': { repository: string; digest: string; signed: number; total: number; reason: ErrorCode };
  /** The registry took no `.sig` image of these media types; it may take the others. Nothing was written. */
  'media-types-refused': RegistryAnswer & { mediaTypes: 'oci' | 'docker' };
  'tag-immutable': RegistryAnswer & { tag: string; setting: WriteSetting | undefined };
  /** The registry, or this repository of it, stores nothing. */
  'not-writable': RegistryAnswer & {
    reason: Exclude<WriteObstacle, 'immutable'>;
    setting: WriteSetting | undefined;
  };
  /** The registry deletes nothing, or not by a `tag`, or not by a `digest`. */
  /** `advice`: what the product, where it is known, says of deleting. */
  'cannot-delete': RegistryAnswer & { by: 'tag' | 'digest'; advice: ProductAdvice | undefined };
  /** What stands there is left alone, because deleting it would, or might, take more than signatures. */
  'not-removable': { place: string; reason: RemoveObstacle };
  /** Reading back shows what was to be removed. */
  'not-removed': { place: string; reason: WriteProblem };
  /** It was sent; whether it is removed could not be read. */
  'removal-not-confirmed': { place: string; reason: WriteProblem };
  'plan-changed': PlanChange;
  /** The write failed, and reading it back showed that the signature is not there. */
  'not-stored': { place: string; reason: ErrorCode };
  /** A folder with a saved image. `digest`: of the blob or image that it is about, else empty. */
  'bad-layout': { folder: string; digest: string; reason: LayoutProblem };
  /** The image was sent, and reading it back did not show it. */
  'copy-not-confirmed': { place: string; digest: string; reason: WriteProblem };
  'write-not-confirmed': { place: string; digest: string; reason: WriteProblem };

  // Keys.
  'bad-key-file': { name: string; reason: KeyProblem };
  'unsupported-key': { name: string; algorithm: string };
  'wrong-password': { name: string };
  /** `message`: the library's own. */
  'crypto-unavailable': {
    what: 'scrypt' | 'PBKDF2' | 'AES' | 'P-256' | 'P-384' | 'P-521' | 'RSA' | 'Ed25519';
    message: string;
  };
  'key-not-stored': { fingerprint: string; label: string };
  'keychain-failed': { reason: KeychainProblem; message: string };

  // Credentials.
  'bad-credential-file': { path: string; reason: CredentialFileProblem };
  'credential-path-in-workspace': { variable: string; path: string };
  'credential-helper-failed': { helper: string; reason: HelperProblem };

  // The machine.
  'file-not-readable': { path: string; reason: FileProblem };
  'file-not-writable': { path: string; reason: FileProblem };
  /** `path`: the folder that was to be made, or the one that lacks around it. */
  'folder-not-writable': { path: string; reason: FileProblem };
  /** A value that cannot be written safely into a command line. */
  'not-copyable': { what: string; shell: 'posix' | 'powershell' };
  cancelled: { what: string };
  internal: { what: string };
}

export type ErrorCode = keyof ErrorDetails;

/** What a registry said when it did not do what it was asked; `code` and `message` are the registry's own words. */
export interface RegistryAnswer {
  registry: string;
  repository: string;
  operation: string;
  status: number;
  code: string;
  message: string;
  /** The answer is a web page, and `message` its title. */
  webPage?: boolean;
}

/** What is no longer as the plan showed it. */
export type PlanChange =
  | { what: 'key'; planned: string; found: string }
  | { what: 'credential'; planned: CredentialDescription; found: CredentialDescription }
  /** The signatures that were there are gone. */
  | { what: 'place'; place: string }
  /** The list of signatures is not the one that the plan showed. */
  | { what: 'list'; place: string }
  /** The fallback index that listed referrers is gone. */
  | { what: 'referrers'; place: string }
  /** The tag that would be set points at something else now. */
  | { what: 'tag'; place: string };

/** Why a write could not be confirmed: a failure, by its code, or what stands there. */
export type WriteProblem = ErrorCode | 'nothing-there' | 'not-in-it' | 'still-there' | 'others-keep-writing';

/** `secret-storage-failed`: not the keychain but VS Code's own secret storage. */
export type KeychainProblem =
  'not-loaded' | 'failed' | 'not-kept' | 'no-answer' | 'damaged' | 'secret-storage-failed';

export type ReferenceProblem =
  | 'empty'
  | 'upper-case'
  | 'registry'
  | 'scheme'
  | 'component'
  | 'too-long'
  | 'tag'
  | 'digest'
  | 'digest-algorithm'
  | 'other-digest'
  | 'character';

/** A named failure. The host tells them apart by `code`, never by the message. */
export class EngineError<C extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'EngineError';
  readonly code: C;
  readonly details: ErrorDetails[C];

  constructor(code: C, details: ErrorDetails[C], cause?: unknown) {
    super(`${code} ${JSON.stringify(details)}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
  }
}

/**
 * True for an EngineError, and with `code` for one of that code only.
 * Goes by name and not by instanceof: the extension and the engine are two bundles with a class each.
 */
export function isEngineError<C extends ErrorCode>(error: unknown, code: C): error is EngineError<C>;
export function isEngineError(error: unknown): error is EngineError;
export function isEngineError(error: unknown, code?: ErrorCode): boolean {
  if (!(error instanceof Error) || error.name !== 'EngineError') return false;
  return code === undefined || (error as EngineError).code === code;
}

/** Throws `cancelled` when the person gave up; `what` says what was being done. */
export function throwIfCancelled(signal: AbortSignal, what: string): void {
  if (signal.aborted) throw new EngineError('cancelled', { what });
}
