// Every product there is a description of, and which of them a host belongs to.
import { alibaba } from './alibaba.ts';
import { artifactory } from './artifactory.ts';
import { azure } from './azure.ts';
import { digitalOcean } from './digitalOcean.ts';
import { distribution } from './distribution.ts';
import { dockerHub } from './dockerHub.ts';
import { ecr, ecrPublic } from './ecr.ts';
import { ghcr } from './ghcr.ts';
import { gitlab } from './gitlab.ts';
import { gitea, quay, zot } from './goodCitizens.ts';
import { google } from './google.ts';
import { harbor } from './harbor.ts';
import { nexus } from './nexus.ts';
import type { Account, SignInOffer, SignInWay } from '../signIn.ts';
import type { Product, ProductWay, Refusal } from './product.ts';

/** The twelve that cosign names (Amazon's twice), and the good citizens. */
export const products: readonly Product[] = [
  ecr,
  ecrPublic,
  google,
  dockerHub,
  azure,
  artifactory,
  distribution,
  gitlab,
  ghcr,
  harbor,
  digitalOcean,
  nexus,
  alibaba,
  quay,
  gitea,
  zot,
];

/** The product whose own host this is (host[:port], lower case); undefined for everybody's own hosts. */
export function productAt(registry: string): Product | undefined {
  return products.find(({ hosts }) => hosts?.test(registry) === true);
}

/** True where this realm host is known to be the token server of this registry; both host[:port], lower case (S29). */
export function isKnownRealm(registry: string, realmHost: string): boolean {
  return productAt(registry)?.realmHosts?.test(realmHost) === true;
}

/** The account of VS Code whose token this registry (host[:port], lower case) may get; undefined for any other host (S24). */
export function accountAt(registry: string): Account | undefined {
  return productAt(registry)?.signIn?.accounts?.find(({ hosts }) => hosts.test(registry));
}

const anyLogin: ProductWay = { kind: 'password' };
/** What people run themselves, as far as it has words of its own for a login. */
const onOwnHosts = [harbor, gitlab, artifactory, nexus, quay, gitea];

/**
 * What a person can sign in with there. On a host of somebody's own, nobody knows which product it is: first what all of
 * them take, then what those that run on such hosts call it.
 */
export function signInOffer(registry: string): SignInOffer {
  const product = productAt(registry);
  const account = accountAt(registry);
  const ways =
    product === undefined
      ? [anyLogin, ...onOwnHosts.flatMap((one) => one.signIn?.ways ?? [])]
      : (product.signIn?.ways ?? [anyLogin]);
  return {
    product: product?.name,
    ways: ways.map((way) => offered(way, registry)),
    account: account && { provider: account.provider, levels: account.levels },
  };
}

function offered(way: ProductWay, registry: string): SignInWay {
  const { page, ...rest } = way;
  if (page === undefined) return rest;
  return { ...rest, page: typeof page === 'string' ? page : page(registry) };
}

/** What every product's refusals of a write mean, those of a kind together: who is behind a host of its own is not known. */
export const refusals: readonly Refusal[] = (['immutable', 'read-only', 'full'] as const).flatMap(
  (obstacle) =>
    products.flatMap((product) => product.refusals ?? []).filter((refusal) => refusal.obstacle === obstacle),
);

/** True where some product says this (`CODE message`), with a 403, of a tag that may only not be there. */
export function mayMeanMissingTag(text: string): boolean {
  return products.some(({ hidesMissingTags }) => hidesMissingTags?.test(text) === true);
}
