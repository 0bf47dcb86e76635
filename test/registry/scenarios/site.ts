// Where a scenario takes place: one registry, emulated or real, with people who have logins there. Scenarios know nothing
// else of it; what differs between products stands in their rows.
import { createEngine } from '../../../src/engine/engine.ts';
import type { PushedImage } from '../../support/sampleImages.ts';
import type { Person } from '../../support/realServers.ts';
import { createMemoryStorage } from '../../support/storage.ts';
import { createTestWorld } from '../../support/world.ts';
import type { UserLogin } from '../../demo/authOptions.ts';
import type { Wire } from './wire.ts';

export interface Site {
  /** As people write it. */
  readonly registry: string;
  /** The image that is there, under the tag 1.0 in a repository of its own; with the registry's host. */
  readonly image: Pick<PushedImage, 'repository' | 'reference' | 'digest' | 'mediaType'>;
  /** A name of ours where there is no repository, with the host. */
  readonly missing: string;
  readonly writer: UserLogin;
  /** May only read. */
  readonly reader: UserLogin;
  /** What passes between the engine and the registry's hosts. */
  readonly wire: Wire;
  /** An engine of somebody with this login in the Docker configuration; the writer's when left out. */
  person(login?: UserLogin): Person;
  /** Puts an image for two architectures under the tag `both` of the same repository. */
  addIndex(): Promise<Pick<PushedImage, 'reference' | 'digest'>>;
  /** A token that this registry gave for the scope of a push, and that has ended. */
  endedToken(): string;
  stop(): Promise<void>;
}

/** People at a registry: each an engine in a world of its own, with `config` as its Docker configuration. */
export function people(
  fetch: typeof globalThis.fetch,
  config: (login: UserLogin) => string,
): { readonly person: (login: UserLogin) => Person; readonly leave: () => void } {
  const all: Person[] = [];
  // Windows of one machine: who removes a signature tells those that look after it.
  const storage = createMemoryStorage();
  // The names of products are answered here: this machine's resolver is told nothing, nor waited for.
  const resolveName = (): Promise<readonly string[]> => Promise.resolve([]);
  return {
    person(login) {
      const files = { '/home/ann/.docker/config.json': config(login) };
      const world = createTestWorld({ fetch, resolveName, files, storage });
      const one = { engine: createEngine(world), world };
      all.push(one);
      return one;
    },
    leave: () => all.forEach(({ engine }) => engine.dispose()),
  };
}
