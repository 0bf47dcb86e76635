// What is taken out of the source, and the test that must then fail. A row per check: without it a forged input gets
// through, and the test named here sees it get through. The rows stand in mutations/, a file per room.
import type { SourceChange } from '../support/mutate.ts';
import { checkRegistryMutations } from './mutations/checkRegistry.ts';
import { checkMutations } from './mutations/checks.ts';
import { copyMutations } from './mutations/copy.ts';
import { credentialsMutations } from './mutations/credentials.ts';
import { httpMutations } from './mutations/http.ts';
import { keysMutations } from './mutations/keys.ts';
import { layoutMutations } from './mutations/layout.ts';
import { listsMutations } from './mutations/lists.ts';
import { ociMutations } from './mutations/oci.ts';
import { placesMutations } from './mutations/places.ts';
import { registryMutations } from './mutations/registry.ts';
import { removeMutations } from './mutations/remove.ts';
import { storeMutations } from './mutations/store.ts';
import { trustedSignersMutations } from './mutations/trustedSigners.ts';
import { verbsMutations } from './mutations/verbs.ts';

export interface Mutation extends SourceChange {
  /** The requirement whose check this takes out. */
  readonly id: string;
  /** The file of the test, and its title or a piece of it that no other test there has. */
  readonly suite: string;
  readonly test: string;
  /** A piece of what the failed assertion must say, where failing alone does not tell enough. */
  readonly says?: string;
}

export const mutations: readonly Mutation[] = [
  ...checkRegistryMutations,
  ...checkMutations,
  ...copyMutations,
  ...credentialsMutations,
  ...httpMutations,
  ...keysMutations,
  ...layoutMutations,
  ...listsMutations,
  ...ociMutations,
  ...placesMutations,
  ...registryMutations,
  ...removeMutations,
  ...storeMutations,
  ...trustedSignersMutations,
  ...verbsMutations,
];

/** What its result is called. */
export function titleOf({ find, file, test }: Mutation): string {
  return `without \`${find}\` in ${file} a test fails: ${test}`;
}
