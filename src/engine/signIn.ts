// Signing in to a registry, as plain data: what a product wants typed and where one gets it, the accounts of VS Code that
// it takes, what is kept, and what a trial showed. The words of each way are the host's (host/signIn/wayWords.ts).
import type { CredentialDescription } from './problems.ts';

/** What a person types, or what is kept of it. */
export type LoginSecret =
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  /** An OAuth2 refresh token (Docker's `identitytoken`); the user name that stands beside it may be empty. */
  | { readonly kind: 'identity-token'; readonly username: string; readonly token: string };

/** The name to show and to keep beside the secret; empty where the name is the secret too (DigitalOcean), as Docker keeps it. */
export function userToShow(login: LoginSecret): string {
  const secret = login.kind === 'basic' ? login.password : login.token;
  return login.username === secret ? '' : login.username;
}

/** A login that the person gave Countersign, without its secret. */
export interface KeptLogin {
  /** host[:port], as references name it. */
  readonly registry: string;
  /** The namespace or repository that it is for; empty for the whole registry. */
  readonly path: string;
  /** Empty where there is none. */
  readonly user: string;
}

/** VS Code's own authentication providers. */
export type AccountProvider = 'github' | 'github-enterprise' | 'microsoft';

/** A session of an account that VS Code is signed in to. */
export interface AccountSession {
  /** The account's name, as its provider shows it. */
  readonly label: string;
  readonly token: string;
}

/** What a session may do, by the scopes it was asked for. */
export interface AccountLevel {
  readonly access: 'pull' | 'pull,push';
  readonly scopes: readonly string[];
}

/** An account of VS Code that a product takes. */
export interface Account {
  readonly provider: AccountProvider;
  /** Hosts (host[:port], lower case) that may get its token, anchored (S24). */
  readonly hosts: RegExp;
  /** The strongest first. */
  readonly levels: readonly [AccountLevel, ...AccountLevel[]];
  /** `password`: the token is the password of the account's name. `exchange`: the registry gives a refresh token for it. */
  readonly gives:
    | { readonly kind: 'password' }
    /** `user`: the name that stands beside the refresh token. */
    | { readonly kind: 'exchange'; readonly path: string; readonly user: string };
}

/** What a product wants typed. */
export interface SignInWay {
  readonly kind: SignInKind;
  /** `asked` when left out; `same`: the secret is the user name too. */
  readonly user?: { readonly name: string } | 'same';
  /** The secret is a refresh token. */
  readonly identityToken?: true;
  /** What the token must be allowed, in the product's own names. */
  readonly scopes?: readonly string[];
  /** The page of the product where one is made or explained, https. */
  readonly page?: string;
}

export type SignInKind =
  | 'password'
  | 'docker-hub-token'
  | 'github-token'
  | 'gitlab-token'
  | 'gitlab-deploy-token'
  | 'acr-login'
  | 'acr-refresh-token'
  | 'aws-password'
  | 'google-access-token'
  | 'google-key'
  | 'digitalocean-token'
  | 'artifactory-token'
  | 'harbor-robot'
  | 'nexus-user'
  | 'quay-robot'
  | 'alibaba-password'
  | 'gitea-token';

/** Everything that a person can sign in with at a registry. */
export interface SignInOffer {
  /** The product whose own host it is, as its makers write it. */
  readonly product: string | undefined;
  readonly ways: readonly SignInWay[];
  readonly account:
    { readonly provider: AccountProvider; readonly levels: readonly AccountLevel[] } | undefined;
}

export interface SignInRequest {
  readonly registry: string;
  /** The path of a repository there whose rights are to be told, where one is known. */
  readonly repository: string | undefined;
  readonly login: LoginSecret | AccountSession;
}

/** What a login may do, as far as the registry's tokens and answers tell. */
export type SignInRight = 'granted' | 'denied' | 'unknown';

export interface SignInTrial {
  /** `not-asked`: the registry wanted no login for what was looked at, so that it shows only on writing. */
  readonly login: 'accepted' | 'not-asked';
  readonly pull: SignInRight;
  readonly push: SignInRight;
  /** Of an account: a login that stands before accounts in the order, so that this account is not used there. */
  readonly before?: CredentialDescription;
}
