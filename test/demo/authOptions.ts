// Who may do what in the demo registry, and how its token server differs from distribution's: each switch is one behaviour
// of a real product, named with where it was seen (registries §3).
import type { Answer } from './answers.ts';

/** Who there is, by name; a plain text is the password of a user of that very name. */
export type Users = Readonly<Record<string, string | UserLogin>>;

/** A login whose user name says nothing of who it is (`AWS`, `oauth2accesstoken`). */
export interface UserLogin {
  readonly user: string;
  readonly password: string;
}

export type Action = 'pull' | 'push' | 'delete' | '*';

/**
 * What somebody of `users` may do (undefined: nobody signed in). `name` is a repository's path, or `catalog`; `exists`
 * whether there is such a repository. Left out: every user everything, nobody else anything.
 */
export type Grants = (user: string | undefined, name: string, action: Action, exists: boolean) => boolean;

export type AuthOption =
  | 'none'
  | BasicOption
  | {
      readonly token: TokenOption;
      readonly users: Users;
      readonly grants?: Grants;
      readonly words?: AuthWords;
    };

export interface BasicOption {
  readonly basic: Users;
  readonly grants?: Grants;
  /** The challenge; distribution's when left out. */
  readonly challenge?: (host: string) => string;
  /** The answers 401 and 403 without their headers. */
  readonly words?: AuthWords;
  /** Passwords are good for so many requests (ECR's end after 12 hours), then `words.ended` or 401. */
  readonly uses?: number;
}

export interface AuthWords {
  readonly unauthorized?: (about: Refused) => Answer;
  readonly denied?: (about: Refused) => Answer;
  /** The answer to a password that was good and is no more. */
  readonly ended?: Answer;
  /** The token server's answer to a login that does not do. */
  readonly badLogin?: Answer;
}

/** Who was refused what. */
export interface Refused {
  readonly user: string | undefined;
  readonly name: string | undefined;
  readonly action: Action;
  /** Whether an Authorization was sent. */
  readonly signedIn: boolean;
}

export interface TokenOption {
  /** Where the token endpoint is; the registry's own `/token` when left out. */
  readonly realm?: string;
  /**
   * The same for a product: its path (`{key}` is a repository's first component) and, where it is not the registry's own,
   * its host. Reached at the bare address of this machine the realm stays there.
   */
  readonly at?: { readonly host?: string; readonly path: string };
  readonly service?: string;
  /**
   * The name of the token in the answer; `both` when left out (Docker's token spec allows either). `empty-access-token`:
   * the token beside an empty access_token (Harbor).
   */
  readonly field?: 'token' | 'access_token' | 'both' | 'empty-access-token';
  /** `jwt`: with the claims of distribution's, unsigned. Opaque when left out. */
  readonly form?: 'opaque' | 'jwt';
  /** Left out: no `expires_in` in the answer, which means 60 seconds. */
  readonly expiresInSeconds?: number;
  /** A token opens so many requests, then it has ended: 401 invalid_token. */
  readonly uses?: number;
  /** What POST answers where it gives no tokens; false: 405, as Google and DigitalOcean do. */
  readonly post?: false | Answer;
  /** Identity tokens that POST takes, with the user each stands for. */
  readonly refreshTokens?: Readonly<Record<string, string>>;
  /** POST to /oauth2/exchange gives this refresh token for this access token of a directory (ACR). */
  readonly exchange?: { readonly accessToken: string; readonly refreshToken: string };
  /** `challenge` (when left out): a token too weak gets 401 insufficient_scope, as distribution; else 403 DENIED. */
  readonly tooWeak?: 'challenge' | 'denied';
  /** The challenge of the ping has neither service nor scope (Google), or a scope that means nothing (GHCR). */
  readonly ping?: 'bare' | 'placeholder';
  /** The scope of every challenge: `aws` (public ECR), `*` (Gitea). */
  readonly fixedScope?: string;
  /** false: challenges name no scope (Nexus). */
  readonly namesScope?: boolean;
  /** true: a token opens whatever its user may do, whatever was asked for (Google, Gitea). */
  readonly unbound?: boolean;
  /** true: challenges leave out the first component of the repository (Artifactory behind a rewriting proxy). */
  readonly scopeWithoutKey?: boolean;
  /** A further challenge beside the own one, in a header of its own (Gitea). */
  readonly further?: string;
  /** To who brings a token or password that does not do: no challenge (Google), Basic (Harbor). */
  readonly refused?: 'no-challenge' | 'basic';
  /** The catalog is opened by Basic only (Harbor). */
  readonly catalog?: 'basic';
  /** Basic opens the registry as well (ACR, Artifactory). */
  readonly takesBasic?: boolean;
  /** The token endpoint's refusal of what was asked; undefined: it gives a token, with what is granted of it. */
  readonly refusal?: (asked: AskedScopes) => Answer | undefined;
}

export interface AskedScopes {
  readonly user: string | undefined;
  readonly scopes: readonly string[];
  /** `NAME:ACTION` of all that was asked for and is not granted. */
  readonly lacking: readonly string[];
}
