// What one engine knows of the registries it talks to: how each wants to be asked, tokens, who we are there.
// One session lives as long as its engine; nothing of it is ever stored.
import type { Credential } from '../credentials/credential.ts';
import { createOwnHttp } from '../credentials/certificates.ts';
import { withoutHelpers } from '../credentials/withoutHelpers.ts';
import { createBudget } from '../http/budget.ts';
import type { BudgetLimits } from '../http/budget.ts';
import type { HttpContext } from '../http/http.ts';
import type { Product } from '../products/product.ts';
import type { Operation } from '../problems.ts';
import type { World } from '../world.ts';
import type { RegistryCall, RegistryReply } from './call.ts';
import type { Challenge } from './challenge.ts';
import { createShared } from './shared.ts';
import type { Shared } from './shared.ts';

export interface RegistrySession {
  readonly world: World;
  readonly http: HttpContext;
  readonly registries: Map<string, RegistryFacts>;
  /** True for what goes on in the background: no credential helper is started. */
  readonly quiet: boolean;
  /** Who signs in where during one run, by repository: no refusal, Refresh or new login changes it (S26). */
  readonly held?: ReadonlyMap<string, Credential>;
  /** Answers in the registries' stead: a saved image does. Nothing is then asked of anybody else. */
  readonly answers?: AnswerCall;
}

export type AnswerCall = (asked: RegistryCall, signal: AbortSignal) => Promise<RegistryReply>;

/** Learnt from answers, per registry as it is named (host[:port]). */
export interface RegistryFacts {
  readonly registry: string;
  /** Undefined until one of them answered; no credential is sent before. */
  scheme: 'https' | 'http' | undefined;
  /** Which product it is, by its answers; undefined where none told. For quirks only, never for who gets a login (S24). */
  product: Product | undefined;
  /** How it asked for a sign-in. The catalog is apart: Harbor wants Basic there and tokens everywhere else. */
  readonly challenges: Map<'repository' | 'catalog', Challenge>;
  /** Whether /v2/ answered without a sign-in; undefined until somebody needed to know. */
  open: boolean | undefined;
  readonly pings: Shared<void>;
  /** Whether POST with the whole blob works; undefined until tried. */
  singlePost: boolean | undefined;
  /** What the registry named in a challenge where we had wanted something else, by what we had wanted. */
  readonly scopes: Map<string, readonly string[]>;
  readonly tokens: Map<string, CachedToken>;
  readonly tokenRequests: Shared<CachedToken>;
  /** Refresh tokens that a token server gave in exchange, by the identity of the credential. */
  readonly refreshTokens: Map<string, string>;
  readonly credentials: Map<string, { readonly credential: Credential; readonly until: number }>;
  readonly credentialLookups: Shared<Credential>;
  /** Repository and credential of whom a 404 is to be believed, and until when (wall clock, milliseconds). */
  readonly readable: Map<string, number>;
  readonly readableLookups: Shared<boolean>;
  /** Paths of repositories that delete nothing: they said so when asked by digest, and by tag. */
  readonly undeletable: Set<string>;
  /** By the path of a repository: the media types that were refused there, by a check or a signature. */
  readonly refusedTypes: Map<string, 'oci' | 'docker'>;
}

export interface CachedToken {
  readonly value: string;
  /** Wall clock, milliseconds since 1970. */
  readonly expires: number;
}

/** A session of one engine in this world. Nothing is asked yet. */
export function createRegistrySession(world: World): RegistrySession {
  return { world, http: createOwnHttp(world), registries: new Map(), quiet: false };
}

/** The same session for one operation that must not cost more than `limits` in all (S40); `what` names it. */
export function withBudget(session: RegistrySession, limits: BudgetLimits, what: Operation): RegistrySession {
  return { ...session, http: { ...session.http, budget: createBudget(session.world, limits, what) } };
}

/** The same session for work that several wait for: what it costs is nobody's alone, nor is a spent budget. */
export function withoutBudget(session: RegistrySession): RegistrySession {
  return { ...session, http: { ...session.http, budget: undefined } };
}

/**
 * The same session for what goes on behind a result (S25): it uses what is known, and a credential helper that would
 * have to be started is `credential-helper-failed`.
 */
export function quietSession(session: RegistrySession): RegistrySession {
  return { ...session, world: withoutHelpers(session.world), quiet: true };
}

/** Forgets what was learnt of one registry or of all: tokens, credentials, quirks, files with certificates. For Refresh and new logins. */
export function forgetRegistry(session: RegistrySession, registry?: string): void {
  session.http.tls.forget();
  if (registry === undefined) session.registries.clear();
  else session.registries.delete(registry);
}

/** Keeps a token; those that have run out by now go. */
export function keepToken(facts: RegistryFacts, key: string, token: CachedToken, now: number): void {
  for (const [old, { expires }] of facts.tokens) if (expires <= now) facts.tokens.delete(old);
  facts.tokens.set(key, token);
}

/** What is known of this registry; empty at first. */
export function factsOf(session: RegistrySession, registry: string): RegistryFacts {
  const known = session.registries.get(registry);
  if (known !== undefined) return known;
  const facts: RegistryFacts = {
    registry,
    scheme: undefined,
    product: undefined,
    challenges: new Map(),
    open: undefined,
    pings: createShared('asking who may read'),
    singlePost: undefined,
    scopes: new Map(),
    tokens: new Map(),
    tokenRequests: createShared('asking for a token'),
    refreshTokens: new Map(),
    credentials: new Map(),
    credentialLookups: createShared('looking for a credential'),
    readable: new Map(),
    readableLookups: createShared('asking who may read'),
    undeletable: new Set(),
    refusedTypes: new Map(),
  };
  session.registries.set(registry, facts);
  return facts;
}
