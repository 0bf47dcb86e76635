// A list goes on loading behind its first page, which a person waits for. Behind it nobody is asked for anything (S25): the
// login that the first page was read with reads the rest, however long that takes.
import { formatRepository } from '../oci/reference.ts';
import { factsOf, quietSession } from './session.ts';
import type { RegistrySession } from './session.ts';

export interface ReadingOn {
  /** What the list is read with: a person's at first, one of the background once `behind` was called. */
  readonly session: RegistrySession;
  behind(): void;
}

/** `registry`: host[:port], whose list it is. */
export function readingOn(session: RegistrySession, registry: string): ReadingOn {
  let current = session;
  return {
    session: {
      ...session,
      get world() {
        return current.world;
      },
      get quiet() {
        return current.quiet;
      },
      get held() {
        return current.held ?? new Map();
      },
    },
    behind() {
      if (current !== session) return;
      const held = new Map(session.held);
      for (const [path, { credential }] of factsOf(session, registry).credentials)
        held.set(formatRepository({ registry, path }), credential);
      current = { ...quietSession(session), held };
    },
  };
}
