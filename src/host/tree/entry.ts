// An entry of `countersign.registries`: a host, a namespace (`host/ns`) or a repository (`host/ns/name`).
// Which of the last two it is, only the registry can tell.
import { EngineError, isEngineError } from '../../engine/errors.ts';
import { isDockerHub } from '../../engine/oci/dockerHub.ts';
import { parseRepository } from '../../engine/oci/reference.ts';
import type { Repository } from '../../engine/oci/reference.ts';

export interface RegistryEntry {
  /** host[:port] as the engine calls it. */
  readonly registry: string;
  /** Path of a namespace or repository; undefined for a whole registry. */
  readonly path: string | undefined;
  /** The same path as a namespace: Docker Hub's `acme` is read as the image `library/acme`, and may be either. */
  readonly namespace: string | undefined;
  /** One spelling, for labels and for the setting. */
  readonly text: string;
}

/**
 * Reads an entry; white space and slashes at the end are dropped. A name without a host is one of Docker Hub's.
 * Throws `bad-reference`, also for a tag or a digest behind the name.
 */
export function parseEntry(text: string): RegistryEntry {
  const typed = text.trim().replace(/\/+$/, '');
  const isHost = !typed.includes('/') && (/[.:]/.test(typed) || typed === 'localhost');
  const { registry, path } = isHost ? parseHost(typed) : parseRepository(typed);
  if (isHost) return { registry, path: undefined, namespace: undefined, text: familiar(registry) };
  const namespace = namespaceOf(registry, path);
  // As it was typed: whoever adds the namespace acme means no image of library.
  const shown = typed.includes('library/') ? path : namespace;
  return { registry, path, namespace, text: familiar(`${registry}/${shown}`) };
}

function namespaceOf(registry: string, path: string): string {
  return isDockerHub(registry) ? path.replace(/^library\//, '') : path;
}

// By the grammar of repositories, which has no hosts alone: with any path behind it, which no message shows.
function parseHost(typed: string): Repository {
  try {
    return parseRepository(`${typed}/any`);
  } catch (error) {
    if (!isEngineError(error, 'bad-reference')) throw error;
    throw new EngineError('bad-reference', { ...error.details, text: typed });
  }
}

/** The name as people write it: Docker Hub is `docker.io`. Takes a registry, a repository or a reference. */
export function familiar(name: string): string {
  return /^index\.docker\.io(?=\/|$)/.test(name) ? name.slice('index.'.length) : name;
}
