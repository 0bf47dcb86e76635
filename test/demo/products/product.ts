// What the description of an emulated product says: hosts, logins, a repository, and the switches of the demo registry.
// One emulator for all of them: a description holds no code but its words. Sources: registries §3, quoted in each file.
import type { Action, Grants, UserLogin } from '../authOptions.ts';
import type { RegistryOptions } from '../options.ts';

export interface EmulatedProduct {
  /** host[:port] as people write it in references. */
  readonly registry: string;
  /** Where it answers, if that is another host. */
  readonly wire?: string;
  /** Further hosts: token server, blobs. */
  readonly otherHosts?: readonly string[];
  /** A repository with an image in it. */
  readonly repository: string;
  /** A name of ours where there is no repository. */
  readonly missing: string;
  /** A repository that is there and that neither login may see. */
  readonly foreign: string;
  /** May read and write. */
  readonly writer: UserLogin;
  /** May only read. */
  readonly reader: UserLogin;
  /** Its usual behaviour. */
  readonly options: RegistryOptions;
}

/** The names in `Users` of the two logins. */
export const writer = 'writer';
export const reader = 'reader';

export interface Rights {
  /** The repositories that the logins may see begin so. */
  readonly own: string;
  /** False where what is not there is granted to nobody for reading; true when left out. */
  readonly showsMissing?: boolean;
  /** False where nobody's token lists the catalog; true when left out. */
  readonly catalog?: boolean;
  /** True where everybody may read what is there. */
  readonly isPublic?: boolean;
}

/** The writer may do everything below `own`, the reader may read it, nobody else anything. */
export function rights({ own, showsMissing = true, catalog = true, isPublic = false }: Rights): Grants {
  return (user: string | undefined, name: string, action: Action, exists: boolean) => {
    if (name === 'catalog') return catalog && user !== undefined;
    if (isPublic && action === 'pull' && exists) return true;
    if (user === undefined || !name.startsWith(own)) return false;
    if (action === 'pull') return exists || showsMissing || user === writer;
    return user === writer;
  };
}
