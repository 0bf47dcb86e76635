// Host names of real products, answered by servers on this machine: a fetch that sends what is for `ghcr.io` to the port
// that stands for it, and finds no other host. The servers learn the name from X-Forwarded-Host, as behind a proxy.
// Registries are recognised by their hosts (S24), so a product that cannot run here is tested under its own name.

export interface PublicNames {
  readonly fetch: typeof globalThis.fetch;
  /** Asks no resolver: a product's test must not wait for the one of this machine, nor tell it anything. */
  readonly resolveName: () => Promise<readonly string[]>;
  /** The URLs asked for so far, as the client wrote them, with the Authorization each carried (empty: none). */
  readonly asked: readonly { readonly method: string; readonly url: URL; readonly authorization: string }[];
}

/** `hosts`: host[:port] as in a URL → host:port on this machine. */
export function createPublicNames(hosts: Readonly<Record<string, string>>): PublicNames {
  const asked: { method: string; url: URL; authorization: string }[] = [];
  return {
    asked,
    resolveName: () => Promise.resolve([]),
    fetch(input, init) {
      const url = new URL(input instanceof Request ? input.url : input);
      const headers = new Headers(init?.headers);
      asked.push({ method: init?.method ?? 'GET', url, authorization: headers.get('authorization') ?? '' });
      const local = hosts[url.host];
      if (local === undefined) {
        const cause = Object.assign(new Error(`getaddrinfo ENOTFOUND ${url.hostname}`), {
          code: 'ENOTFOUND',
        });
        return Promise.reject(new TypeError('fetch failed', { cause }));
      }
      headers.set('x-forwarded-host', url.host);
      headers.set('x-forwarded-proto', url.protocol.slice(0, -1));
      return fetch(`http://${local}${url.pathname}${url.search}`, { ...init, headers });
    },
  };
}
