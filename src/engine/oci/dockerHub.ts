// Docker Hub goes by three host names; which one is written, asked or shown differs from tool to tool.

/** As references name it. */
export const dockerHub = 'index.docker.io';

/** As people write it. */
export const dockerHubShort = 'docker.io';

/** Where its registry answers. */
export const dockerHubWire = 'registry-1.docker.io';

export const dockerHubNames: readonly string[] = [dockerHub, dockerHubShort, dockerHubWire];

/** True for a host that is Docker Hub by any of its names. */
export function isDockerHub(registry: string): boolean {
  return dockerHubNames.includes(registry);
}

/** True for two names of one registry. */
export function isSameRegistry(one: string, other: string): boolean {
  return one === other || (isDockerHub(one) && isDockerHub(other));
}
