// distribution's registry, for real, with a real token server that gives signed tokens: the peer that .ci/run builds.
import { htpasswdUsers, startDistribution } from '../../support/distribution.ts';
import { annsHeader, tokenUsers } from '../../support/realServers.ts';
import { pushImage } from '../../support/sampleImages.ts';
import { noSignal } from '../../support/scene.ts';
import { basicOf } from '../../demo/products/startProduct.ts';
import { people, type Site } from './site.ts';
import { newWire } from './wire.ts';

const path = 'acme/app';

/** Starts it; rejects with a sentence where it is not built. */
export async function distributionSite(): Promise<Site> {
  const server = await startDistribution({ version: 'v3', auth: tokenUsers }, noSignal);
  const registry = server.address;
  const headers = annsHeader(server, 'token', path);
  // It has no limit of its own: the refusal is that of a proxy before it (RFC 6585, 4).
  const tooMany = (): Response =>
    new Response('Too Many Requests', { status: 429, headers: { 'retry-after': '3600' } });
  const wire = newWire(globalThis.fetch, tooMany);
  const { person, leave } = people(wire.fetch, (login) =>
    JSON.stringify({ auths: { [registry]: { auth: basicOf(login) } } }),
  );
  const writer = { user: 'ann', password: htpasswdUsers.ann };
  return {
    registry,
    image: await pushImage(registry, path, '1.0', { headers }),
    missing: `${registry}/acme/none`,
    writer,
    reader: { user: 'reader', password: htpasswdUsers.reader },
    wire,
    person: (login = writer) => person(login),
    addIndex: () => pushImage(registry, path, 'both', { headers, architectures: ['amd64', 'arm64'] }),
    endedToken: () => server.tokenServer?.token('ann', [`repository:${path}:pull,push`], -7200) ?? '',
    async stop() {
      leave();
      await server.stop();
    },
  };
}
