// Which product answers on a host of its own, kept for the session: by its challenge, or by a header that nobody else sends
// (registries §3). It changes quirks only: a server can say whatever it likes, so no login goes anywhere for it (S24).
import type { HttpResponse } from '../http/exchange.ts';
import type { Product } from '../products/product.ts';
import { productAt } from '../products/products.ts';
import { recogniseProduct } from '../products/recognise.ts';
import { parseChallenges } from './challenge.ts';
import { wireHost } from './endpoint.ts';
import type { RegistryFacts } from './session.ts';

/** Keeps what an answer of the registry's own host tells. A host that belongs to a product is that product. */
export function recognise(
  facts: RegistryFacts,
  { url, headers }: Pick<HttpResponse, 'url' | 'headers'>,
): void {
  const { registry } = facts;
  if (facts.product !== undefined || url.host !== ownHost(url, registry) || productAt(registry) !== undefined)
    return;
  const challenges = parseChallenges(headers.get('www-authenticate') ?? '');
  facts.product = recogniseProduct([
    { header: (name) => headers.get(name) ?? '', challenges, words: '' },
  ])?.product;
}

/** As URL.host gives it: without the port that the scheme has anyway. */
function ownHost({ protocol }: URL, registry: string): string {
  return new URL(`${protocol}//${wireHost(registry)}`).host;
}

/** The product of a registry: by its host, else by what it answered so far. */
export function productOf(facts: RegistryFacts): Product | undefined {
  return productAt(facts.registry) ?? facts.product;
}
