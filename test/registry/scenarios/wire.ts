// The line between the engine and a registry's hosts: what was asked and answered, and a hand that exchanges a credential for
// one that has ended.

export interface Asked {
  readonly method: string;
  readonly url: URL;
  /** Empty: none. */
  readonly authorization: string;
  /** Of forms and JSON; empty for anything else. */
  readonly body: string;
  /** Undefined until it is answered. */
  status: number | undefined;
}

export interface Wire {
  readonly fetch: typeof globalThis.fetch;
  /** Every request so far, as the engine wrote it. */
  readonly asked: readonly Asked[];
  /** Set: what the engine sends as Authorization to the registry itself is shown to this function, which gives what arrives. */
  exchange: ((authorization: string) => string) | undefined;
  /** Set: requests for which it is true are one too many. */
  isTooMany: ((method: string, path: string) => boolean) | undefined;
}

/** `through` brings requests to their hosts; `refusal` answers those that are one too many, where the registry does not. */
export function newWire(through: typeof globalThis.fetch, refusal?: () => Response): Wire {
  const asked: Asked[] = [];
  const wire: Wire = { fetch, asked, exchange: undefined, isTooMany: undefined };
  return wire;

  async function fetch(input: Parameters<typeof globalThis.fetch>[0], init?: RequestInit): Promise<Response> {
    const url = new URL(input instanceof Request ? input.url : input);
    const method = init?.method ?? 'GET';
    const headers = new Headers(init?.headers);
    const authorization = headers.get('authorization') ?? '';
    const body = init?.body instanceof Uint8Array ? new TextDecoder().decode(init.body) : '';
    const one: Asked = { method, url, authorization, body, status: undefined };
    asked.push(one);
    if (refusal !== undefined && wire.isTooMany?.(method, url.pathname) === true) {
      one.status = 429;
      return refusal();
    }
    if (authorization !== '' && isOfRepository(one)) {
      headers.set('authorization', wire.exchange?.(authorization) ?? authorization);
    }
    const answer = await through(input, { ...init, headers });
    one.status = answer.status;
    return answer;
  }
}

/** True for what is asked of a repository, and not of a token server or another host's API. */
export function isOfRepository({ url }: Pick<Asked, 'url'>): boolean {
  return /^\/v2\/.+\/(?:manifests|blobs|tags|referrers)\//.test(url.pathname);
}
