// A registry that lives below a path and answers /v2/ at a host of its own, as Artifactory's docker repositories do behind
// the rewriting that its documentation has one set up. Locations and Links lead to the long path (registries.md §3.5).
import { Agent, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { forward, give, readRequest } from './forward.ts';

/** Starts it before `target` (host:port), which answers below `prefix` (`/some/path/`) only. */
export async function startPrefixProxy(
  target: string,
  prefix: string,
): Promise<{ readonly address: string; stop(): Promise<void> }> {
  const agent = new Agent({ keepAlive: true });
  const server = createServer((message, response) => {
    readRequest(message)
      .then((request) => {
        const url = request.url.startsWith('/v2/') ? `${prefix}${request.url.slice(1)}` : request.url;
        return forward(target, agent, { ...request, url });
      })
      .then(
        (answer) => give(response, answer),
        () => response.destroy(),
      );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise<void>((resolve) => {
        agent.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
