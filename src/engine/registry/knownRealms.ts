// Token servers that stand at another host than their registry, from the documentation of each product. Anchored
// host names only: a credential for the left goes to the right without a question (S29).

interface Pair {
  readonly registry: RegExp;
  readonly realmHost: RegExp;
}

const pairs: readonly Pair[] = [
  // Docker Hub: https://docs.docker.com/reference/api/registry/auth/
  { registry: /^(?:index|registry-1)\.docker\.io$/, realmHost: /^auth\.docker\.io$/ },
  // GitLab.com: https://docs.gitlab.com/user/packages/container_registry/authenticate_with_container_registry/
  { registry: /^registry\.gitlab\.com$/, realmHost: /^gitlab\.com$/ },
  // DigitalOcean: https://docs.digitalocean.com/products/container-registry/
  { registry: /^registry\.digitalocean\.com$/, realmHost: /^api\.digitalocean\.com$/ },
  // Alibaba Cloud, personal and enterprise: https://www.alibabacloud.com/help/en/acr/
  {
    registry:
      /^(?:registry(?:-vpc|-internal|-intl)?\.[a-z0-9-]+\.aliyuncs\.com|[a-z0-9-]+\.[a-z0-9-]+\.(?:personal\.)?cr\.aliyuncs\.com)$/,
    realmHost: /^dockerauth(?:-[a-z]+)?\.[a-z0-9-]+\.aliyuncs\.com$/,
  },
];

/** True where this realm host is known to be the token server of this registry; both host[:port], lower case. */
export function isKnownRealm(registry: string, realmHost: string): boolean {
  return pairs.some((pair) => pair.registry.test(registry) && pair.realmHost.test(realmHost));
}
