// What a registry product is known to do differently. A description is data with its sources: client and credentials read
// it and know no product themselves. What a server answers changes quirks only, never who gets a credential (S24).
import type { Account, SignInWay } from '../signIn.ts';
import type { FindingName, ProductAdvice } from '../findings.ts';
import type { Listing } from './listing.ts';
import type { WriteObstacle, WriteSetting } from '../problems.ts';

export interface Product {
  readonly id: ProductId;
  /** As its makers write it. */
  readonly name: string;
  /** Its own hosts (host[:port], lower case), anchored. None for what people run on hosts of their own. */
  readonly hosts: RegExp | undefined;
  /** How its own lists tell repositories and tags. Left out: `_catalog` and `tags/list` do. */
  readonly listing?: Listing;
  /**
   * Hosts of token servers that stand beside its own hosts, anchored: a credential goes there without a question (S29).
   * None where the registry hands out its tokens itself.
   */
  readonly realmHosts?: RegExp;
  /** The command-line tool of its makers, which tells the login that it has. Asked for its own hosts only (S24). */
  readonly tool?: Tool;
  /** How a person signs in: what is typed, and the accounts of VS Code that it takes. */
  readonly signIn?: {
    readonly ways: readonly [ProductWay, ...ProductWay[]];
    readonly accounts?: readonly Account[];
  };
  /** Its words, as `CODE message`, of a 403 for a tag that may only not be there: then the list of tags tells (S30). */
  readonly hidesMissingTags?: RegExp;
  /** What its refusals of a write mean; looked through in this order. */
  readonly refusals?: readonly Refusal[];
  /** By what it is known at a host of anybody's: for words and lists, never for who gets a credential (S24). */
  readonly signs?: readonly Sign[];
  /** What to do about a "no" of Check Registry here. */
  readonly advice?: Partial<Readonly<Record<FindingName, ProductAdvice>>>;
}

/** What an answer says of the product. A group of the expression is its version. */
export type Sign =
  | { readonly header: string; readonly says: RegExp }
  /** In a challenge; `parameter`: realm, service. */
  | { readonly parameter: string; readonly says: RegExp; readonly scheme?: 'basic' | 'bearer' }
  /** In the body of a refusal. */
  | { readonly words: RegExp };

export type ProductId =
  | 'acr'
  | 'alibaba'
  | 'artifactory'
  | 'digitalocean'
  | 'distribution'
  | 'docker-hub'
  | 'ecr'
  | 'ecr-public'
  | 'ghcr'
  | 'gitea'
  | 'gitlab'
  | 'google'
  | 'harbor'
  | 'nexus'
  | 'quay'
  | 'zot';

/** `page` may depend on the registry (host[:port]). */
export type ProductWay = Omit<SignInWay, 'page'> & {
  readonly page?: string | ((registry: string) => string);
};

/** How a tool is asked. It is started as a credential helper is (S25), and never by anything a server says. */
export interface Tool {
  /** The program's name, without an ending. */
  readonly program: string;
  readonly args: (registry: string) => readonly string[];
  /** The login in its output; undefined where there is none in it. */
  readonly answer: ToolAnswer;
}

export type ToolAnswer =
  /** The whole output is the password of this user. */
  | { readonly kind: 'password'; readonly user: string }
  /** JSON with a refresh token in this member. */
  | { readonly kind: 'refresh-token'; readonly member: string }
  /** The text of a Docker configuration with an entry for the registry. */
  | { readonly kind: 'docker-config' }
  /** It is asked and answers as `docker-credential-NAME get` does. */
  | { readonly kind: 'docker-helper' };

/** The refusal of a write that has a setting of the product's behind it. */
export interface Refusal {
  readonly obstacle: WriteObstacle;
  readonly setting: WriteSetting;
  /** In the registry's code and message, as `CODE message`. */
  readonly says: RegExp;
  readonly status?: number;
  /** Where the words are too general to be known anywhere: hosts at which they mean it. Nothing is sent there for it. */
  readonly at?: RegExp;
}
