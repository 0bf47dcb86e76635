// The first thing a registry says to anybody: GET /v2/ without a credential (distribution spec: determining support). For
// whoever wants to know the answer itself; everybody else asks what they want at once (decision 9).
import type { HttpResponse } from '../http/exchange.ts';
import { request } from '../http/request.ts';
import { urlBelow, urlHostOf } from './endpoint.ts';
import { settleScheme } from './scheme.ts';
import { factsOf } from './session.ts';
import type { RegistrySession } from './session.ts';

/** Every status is an answer. Throws what the network throws. `registry`: host[:port]. */
export async function firstAnswer(
  session: RegistrySession,
  registry: string,
  signal: AbortSignal,
): Promise<HttpResponse> {
  const repository = { registry, path: '' };
  return settleScheme(session, factsOf(session, registry), (scheme, retry) =>
    request(
      session.http,
      {
        method: 'GET',
        url: urlBelow(scheme, repository, '', ''),
        headers: {},
        bodyLimit: 65_536,
        retry,
        redirects: 'same-host',
        certificateFor: urlHostOf(registry),
        what: 'asking who may read',
      },
      signal,
    ),
  );
}
