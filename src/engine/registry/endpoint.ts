// Registry and repository → URLs below /v2/, and which of https and http may be tried for a registry (S27).
import { EngineError } from '../errors.ts';
import { isLoopbackHost } from '../http/addresses.ts';
import { dockerHubWire, isDockerHub } from '../oci/dockerHub.ts';
import { findPathProblem, findRegistryProblem } from '../oci/names.ts';
import type { Repository } from '../oci/reference.ts';
import type { World } from '../world.ts';

export type Scheme = 'https' | 'http';

/** The host[:port] to connect to: Docker Hub answers at another name than the one people write. */
export function wireHost(registry: string): string {
  return isDockerHub(registry) ? dockerHubWire : registry;
}

/**
 * The schemes to try, in this order. Plain http is for this very machine and for what `insecureRegistries` names;
 * on loopback it comes first, since nobody can stand between and registries there rarely have a certificate.
 * Where the person set or pinned certificates, TLS is wanted and nothing else is tried. Throws `bad-setting`.
 */
export function schemesFor(world: World, registry: string): readonly [Scheme, ...Scheme[]] {
  const { permissions } = world;
  const host = urlHostOf(registry);
  if ((permissions.pinnedCertificate(host) ?? permissions.certificateFiles(host)) !== undefined)
    return ['https'];
  if (isLoopbackHost(hostnameOf(registry))) return ['http', 'https'];
  return permissions.plainHttp(registry) ? ['https', 'http'] : ['https'];
}

/** host[:port] as URL.host of a request to it gives it: what its certificates are found by. */
export function urlHostOf(registry: string): string {
  return urlOfHost('https', registry).host;
}

/** The host name of host[:port], IPv6 with its brackets. */
export function hostnameOf(registry: string): string {
  return urlOfHost('https', registry).hostname;
}

/**
 * The URL of `path` in a repository; an empty repository path means the registry itself.
 * `path` and `query` are text that is already encoded. Throws `bad-reference` for a name outside distribution's
 * grammar: `a/../b` would be another repository once it is a URL (S4).
 */
export function urlBelow(scheme: Scheme, repository: Repository, path: string, query: string): URL {
  const name = repository.path;
  const problem = name === '' ? undefined : findPathProblem(name);
  if (problem !== undefined) throw new EngineError('bad-reference', { text: name, ...problem });
  const url = urlOfHost(scheme, repository.registry);
  url.pathname = name === '' ? `/v2/${path}` : `/v2/${name}/${path}`;
  url.search = query;
  return url;
}

function urlOfHost(scheme: Scheme, registry: string): URL {
  const host = wireHost(registry);
  const problem = findRegistryProblem(host);
  if (problem !== undefined) throw new EngineError('bad-reference', { text: registry, ...problem });
  return new URL(`${scheme}://${host}`);
}
