// Check Registry: what a person asks for, the findings, the plan of a write under a scratch tag, and what it left. Plain
// data, as in plan.ts.
import type { FindingName, ProductAdvice } from './findings.ts';
import type { Digest } from './oci/digest.ts';
import type { PlanCredential } from './plan.ts';
import type { CredentialDescription } from './problems.ts';
import type { Failure } from './verdict.ts';

export interface CheckRequest {
  /** `host/path`: what a registry can do is told for one of its repositories. */
  readonly repository: string;
}

export interface Finding {
  readonly name: FindingName;
  readonly answer: 'yes' | 'no' | 'cannot-tell';
  readonly evidence: Evidence;
}

/** On what a finding rests. `code`, `message`, `value` and names are the registry's own words, without secrets. */
export type Evidence =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly code: string;
      readonly message: string;
      /** The Content-Type without its parameters; empty where none was sent. */
      readonly type: string;
    }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'not-tried'; readonly why: NotTried }
  | {
      readonly kind: 'connection';
      readonly scheme: 'https' | 'http';
      readonly host: string;
      /** What a proxy on the way says of itself; undefined where none does. */
      readonly via: string | undefined;
    }
  | {
      readonly kind: 'product';
      readonly name: string;
      readonly by: 'host' | 'answers';
      readonly version: string | undefined;
    }
  | { readonly kind: 'credential'; readonly credential: CredentialDescription; readonly machine: string }
  /** What the token server granted. */
  | { readonly kind: 'token' }
  | { readonly kind: 'header'; readonly name: string; readonly value: string }
  | { readonly kind: 'no-header'; readonly name: string }
  /** `link`: a Link header; `last`: `n` and `last` are obeyed, without Link; `whole`: one of the two is not obeyed. */
  | { readonly kind: 'paging'; readonly how: 'link' | 'last' | 'whole' }
  /** Seconds that the registry's clock is ahead of this machine's. */
  | { readonly kind: 'clock'; readonly ahead: number }
  | { readonly kind: 'limit'; readonly limit: string; readonly remaining: string }
  /** Something of this media type is there already. */
  | { readonly kind: 'holds'; readonly mediaType: string }
  /** What was written was there to be read; or what was deleted was gone. */
  | { readonly kind: 'seen' }
  /** The answer was a yes, and then it was not so. */
  | { readonly kind: 'not-so' }
  /** Only some of what was wrong was refused. */
  | { readonly kind: 'took'; readonly what: readonly ('wrong-digest' | 'not-json' | 'missing-blob')[] }
  /** It answers with the image itself where the list of what hangs on it was asked for (GitLab). */
  | { readonly kind: 'is-the-subject' };

/**
 * `write`: only a write can tell; `no-image`: there is none to look at; `too-few`: a list of so few names has no pages;
 * `nothing-there`: nothing hangs on the image; `no-tokens`: the registry gives no tokens that could be read;
 * `stopped`: the registry was not asked any more; `needs-other`: what it rests on did not work; `hidden-or-absent`: a 404
 * may mean either (S17); `not-recognised`: it says nothing that one product alone says.
 */
export type NotTried =
  | 'not-recognised'
  | 'hidden-or-absent'
  | 'write'
  | 'no-image'
  | 'too-few'
  | 'nothing-there'
  | 'no-tokens'
  | 'stopped'
  | 'cancelled'
  | 'needs-other';

export interface RegistryReport {
  /** Canonical. */
  readonly repository: string;
  /** Of every name one, in their order. */
  readonly findings: readonly Finding[];
  readonly advice: readonly Advice[];
  /** Undefined where nothing was written. */
  readonly written: Written | undefined;
  readonly requests: number;
  /** Milliseconds since 1970. */
  readonly checkedAt: number;
}

/** What to do about a finding. */
export type Advice = {
  readonly finding: FindingName;
} & (
  | { readonly kind: 'product'; readonly advice: ProductAdvice }
  /** The setting `legacyMediaTypes` should have this value. */
  | { readonly kind: 'legacy-media-types'; readonly value: boolean }
  /** Signatures should go into another repository: the setting `signatureRepository`. */
  | { readonly kind: 'signature-repository' }
  /** There is no such repository, or not for this login. */
  | { readonly kind: 'push-first' }
);

export interface Written {
  readonly tag: string;
  /** Given up by the person: what was written until then was removed all the same. */
  readonly cancelled: boolean;
  /** What could not be removed, or of which nobody could see that it is gone. */
  readonly left: readonly LeftOver[];
}

export interface LeftOver {
  /** `blob`: no manifest names it any more, so that registries collect it in time. */
  readonly kind: 'tag' | 'manifest' | 'blob';
  readonly tag: string | undefined;
  readonly digest: Digest;
}

/** What a write would do; made by reading only. */
export interface CheckPlan {
  readonly request: CheckRequest;
  readonly repository: string;
  /** `countersign-check-NONCE`: no other tag is touched. */
  readonly tag: string;
  /** 32 hexadecimal digits, in everything that is written (S39). */
  readonly nonce: string;
  readonly credential: PlanCredential;
  /** The machine the engine runs on and the credential is taken from (V4). */
  readonly machine: string;
  /** What reading alone told. */
  readonly report: RegistryReport;
}

export type CheckStep = 'reading' | 'writing' | 'removing';

/** The part of the engine's API (api.ts) that checks registries. */
export interface CheckApi {
  /** What reading tells of a registry, for one of its repositories; `watch` is told how many questions there were. */
  checkRegistry(
    request: CheckRequest,
    watch: (requests: number) => void,
    signal: AbortSignal,
  ): Promise<RegistryReport>;
  /** What a write under a scratch tag would do, by reading only; `report`: what was read before. */
  planRegistryCheck(
    request: CheckRequest,
    report: RegistryReport | undefined,
    signal: AbortSignal,
  ): Promise<CheckPlan>;
  /**
   * Does what the plan says, or throws `plan-changed`. After a cancel (`signal`), too, what was written is removed, and the
   * report says what could not be.
   */
  runRegistryCheck(
    plan: CheckPlan,
    watch: (step: CheckStep) => void,
    signal: AbortSignal,
  ): Promise<RegistryReport>;
}
