// go-containerregistry's registry in memory, for tests: without the referrers API as its command gives it, or with it.
import { getPeer } from './peers.ts';
import { type RunningServer, startServer } from './serverProcess.ts';

/** Starts it on a free port; rejects when the peer is not there and cannot be built. */
export async function startGgcrRegistry(
  options: { readonly referrers: boolean },
  signal: AbortSignal,
): Promise<RunningServer> {
  const program = await getPeer(options.referrers ? 'referrers-registry' : 'ggcr-registry', signal);
  return startServer({
    program,
    args: (port) => (options.referrers ? ['-addr', `127.0.0.1:${port}`] : ['-port', String(port)]),
    ready: '/v2/',
  });
}
