// Which product is behind a host of anybody's, by what its answers say: for words only, never for who gets a credential
// (S24).
import type { Product, Sign } from './product.ts';
import { products } from './products.ts';

/** What one answer of a registry holds that a sign may be found in. */
export interface ToldAnswer {
  /** Empty where there is none. */
  readonly header: (name: string) => string;
  readonly challenges: readonly {
    readonly scheme: string;
    readonly parameters: ReadonlyMap<string, string>;
  }[];
  readonly words: string;
}

export interface Recognised {
  readonly product: Product;
  readonly version: string | undefined;
}

/**
 * The product that these answers are known to come from. What a server says of itself: for words only (S24). Names in headers
 * and challenges come before words of refusals, which what is built on another product may share with it.
 */
export function recogniseProduct(answers: readonly ToldAnswer[]): Recognised | undefined {
  return known(answers, (sign) => !('words' in sign)) ?? known(answers, (sign) => 'words' in sign);
}

function known(answers: readonly ToldAnswer[], counts: (sign: Sign) => boolean): Recognised | undefined {
  for (const product of products) {
    const signs = (product.signs ?? []).filter(counts);
    const found = signs.flatMap((sign) => answers.flatMap((answer) => saidIn(sign, answer)));
    if (found.length === 0) continue;
    return { product, version: found.map((match) => match[1]).find((version) => version !== undefined) };
  }
  return undefined;
}

function saidIn(sign: Sign, { header, challenges, words }: ToldAnswer): readonly RegExpExecArray[] {
  const texts =
    'words' in sign
      ? [words]
      : 'header' in sign
        ? [header(sign.header)]
        : challenges
            .filter(({ scheme }) => sign.scheme === undefined || scheme === sign.scheme)
            .map(({ parameters }) => parameters.get(sign.parameter) ?? '');
  const says = 'words' in sign ? sign.words : sign.says;
  return texts.flatMap((text) => {
    const match = says.exec(text);
    return match === null ? [] : [match];
  });
}
