// What a row of the scenario table says of its registry: only what differs from one product to the next (registries.md §3).
import type { ErrorCode } from '../../../src/engine/errors.ts';
import type { PlanCredential } from '../../../src/engine/plan.ts';
import type { WriteSetting } from '../../../src/engine/problems.ts';
import type { MoreOptions, ProductName } from '../../demo/products/startProduct.ts';
import { distributionSite } from './distributionSite.ts';
import { emulatedSite } from './emulatedSite.ts';
import type { Site } from './site.ts';

export interface Row {
  /** As its makers write it. */
  readonly name: string;
  /** Of registries.md. */
  readonly section: string;
  readonly product: ProductName | 'distribution';
  /** The host names to which the login's secret goes, and no others. */
  readonly secretTo: readonly string[];
  readonly list: Listing;
  /** `taken`, or the named error and what is said. */
  readonly legacy: 'taken' | Refused;
  readonly overwrite: Overwrite | NotApplicable;
  /** Reading an image of a repository that is missing, listing its tags, and what becomes of a push there. */
  readonly missing: {
    readonly image: ErrorCode;
    readonly tags: ErrorCode;
    readonly push: 'makes-it' | Refused;
  };
  readonly noPush: {
    /** What the plan says of the right to push: unknown where tokens do not tell, or are none. */
    readonly plan: PlanCredential['push'];
    readonly refused: Refused;
  };
  readonly ends: Ending;
  /** In the registry's words, or in ours where it has none. */
  readonly throttled: RegExp;
  readonly deletion: 'deletes' | 'refuses';
}

export interface Refused {
  readonly code: ErrorCode;
  /** In the details: what the registry said. */
  readonly says: RegExp;
}

export interface NotApplicable {
  /** What registries.md says there. */
  readonly na: string;
}

export type Listing = { readonly path?: string } & (
  { readonly lists: 'repository' } | { readonly fails: ErrorCode }
);

export interface Overwrite {
  /** `tag-immutable` when left out. */
  readonly code?: ErrorCode;
  /** The product's own setting that the refusal is known by; undefined where the word is all there is. */
  readonly setting: WriteSetting | undefined;
  readonly says: RegExp;
}

/** What ends in the middle of a push: a token, which is asked for anew; or the login itself. */
export type Ending =
  | { readonly what: 'token'; readonly product?: ProductName }
  | { readonly what: 'login'; readonly refused: Refused };

export function isNotApplicable(cell: object): cell is NotApplicable {
  return 'na' in cell;
}

/** The registry of this row, running; `switches` only for what is emulated. */
export function startSite(
  row: Row,
  switches: MoreOptions = {},
  product: Row['product'] = row.product,
): Promise<Site> {
  return product === 'distribution' ? distributionSite() : emulatedSite(product, switches);
}
