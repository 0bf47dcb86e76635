// The columns of the scenario table: what happens in each, as a sentence, and the requirement that it shows.
import type { MoreOptions } from '../../demo/products/startProduct.ts';
import { endingInTheMiddle } from './ending.ts';
import { browse, list, missing, signIn, throttled, verifying } from './reading.ts';
import { isNotApplicable, type Row } from './row.ts';
import type { Site } from './site.ts';
import { deletion, legacyTypes, noPushRight, refusedOverwrite, signing, signingAgain } from './writing.ts';

export interface Column {
  /** The heading. */
  readonly name: string;
  /** What is seen to happen there. */
  readonly sentence: (row: Row) => string;
  readonly run: (site: Site, row: Row) => Promise<void>;
  /** What is switched on in an emulated product for this. */
  readonly switches?: MoreOptions;
  /** Another form of the product. */
  readonly product?: (row: Row) => Row['product'] | undefined;
  /** Why there is nothing to see: the line of registries.md. */
  readonly notApplicable?: (row: Row) => string | undefined;
  /** True where a real registry stands behind something that is not. */
  readonly emulatedEverywhere?: boolean;
}

export const columns: readonly Column[] = [
  {
    name: 'sign in',
    sentence: ({ secretTo }) =>
      `takes the login of the Docker configuration, names it, and shows its secret to ${secretTo.join(' and ')} alone [S29]`,
    run: signIn,
  },
  {
    name: 'list',
    sentence: ({ list: listing }) =>
      'fails' in listing
        ? 'says by name that it lists no repositories'
        : `lists the repositories${listing.path === undefined ? '' : ` of ${listing.path}`}`,
    run: list,
  },
  {
    name: 'browse',
    sentence: () => 'shows the tags, the digest, the platforms and the signatures of a tag',
    run: browse,
  },
  {
    name: 'sign',
    sentence: () => 'signs an image as cosign does, where the plan said',
    run: signing,
  },
  {
    name: 'sign again',
    sentence: () => 'adds the signature of a second key to that of the first',
    run: signingAgain,
  },
  {
    name: 'verify',
    sentence: () => 'verifies by tag and by digest, and knows unsigned from untrusted',
    run: verifying,
  },
  {
    name: 'legacy types',
    sentence: ({ legacy }) =>
      legacy === 'taken'
        ? 'signs with Docker’s media types, and a second key keeps them'
        : 'names the refusal of Docker’s media types, and signs with those of OCI',
    run: legacyTypes,
  },
  {
    name: 'refused overwrite',
    sentence: () => 'names a tag that may not change, with its setting, and leaves the first signature',
    run: refusedOverwrite,
    switches: { tagsImmutable: true },
    notApplicable: ({ overwrite }) => (isNotApplicable(overwrite) ? overwrite.na : undefined),
  },
  {
    name: 'missing repository',
    sentence: ({ missing: { push } }) =>
      push === 'makes-it'
        ? 'names a repository that is not there, calls no image in it unsigned, and makes it by a push [S17]'
        : 'names a repository that is not there, calls no image in it unsigned, and puts nothing there [S17]',
    run: missing,
  },
  {
    name: 'no push right',
    sentence: ({ noPush }) =>
      noPush.plan === 'unknown'
        ? 'names the missing right to push, and writes nothing'
        : 'tells that the right to push is missing before anything is written [U14]',
    run: noPushRight,
  },
  {
    name: 'expired in the middle',
    sentence: ({ ends }) =>
      ends.what === 'token'
        ? 'goes on with one new token when one ends in the middle of a push, and begins no upload twice'
        : 'names a login that ends in the middle of a push, and loses nothing',
    run: endingInTheMiddle,
    product: ({ ends }) => (ends.what === 'token' ? ends.product : undefined),
  },
  {
    name: 'throttled',
    sentence: () => 'names a limit with its seconds, and calls nothing unsigned because of it',
    run: throttled,
    emulatedEverywhere: true,
  },
  {
    name: 'deletion',
    sentence: ({ deletion: expected }) =>
      expected === 'deletes'
        ? 'removes signatures, one and all, and leaves the image'
        : 'names that it deletes nothing, loses nothing, and writes an empty list instead',
    run: deletion,
  },
];

/** How the test of a cell is called. */
export function titleOf(row: Row, column: Column): string {
  return `${suiteOf(row)} ${column.sentence(row)}`;
}

/** The suite of a row. */
export function suiteOf({ name, product }: Row): string {
  return product === 'distribution'
    ? `the scenarios at ${name}, real:`
    : `the scenarios at ${name}, emulated:`;
}
