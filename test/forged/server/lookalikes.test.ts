// Registries on hosts of their own that answer as a cloud's product does, or are named nearly so: nobody's account, key or
// tool is used for them. What a server answers changes quirks only (S24).
import assert from 'node:assert/strict';
import { isEngineError } from '../../../src/engine/errors.ts';
import { verify } from '../../../src/engine/verbs/verify.ts';
import { makeSigner, noSignal, verifyRequest } from '../../support/scene.ts';
import type { WorldOptions } from '../../support/world.ts';
import { canary, challenging, collecting } from './collectors.ts';
import { newInternet, says, type Site } from './internet.ts';

const ann = makeSigner('ann');
const tools = ['aws', 'gcloud', 'az', 'doctl', 'glab'];

/** Somebody who is signed in everywhere: in VS Code, by the tools and keys of clouds; nothing is written down. */
function signedInEverywhere(started: string[]): WorldOptions {
  return {
    environment: {
      PATH: '/opt/bin',
      AWS_ACCESS_KEY_ID: 'AKIACANARY',
      AWS_SECRET_ACCESS_KEY: canary,
    },
    logins: {
      session: (registry, provider) => {
        started.push(`the account of ${provider} for ${registry}`);
        return Promise.resolve({ label: 'ann', token: canary });
      },
    },
    executables: tools.map((tool) => `/opt/bin/${tool}`),
    run: (program, options) => {
      started.push([program, ...options.args].join(' '));
      return Promise.resolve({ exitCode: 0, stdout: canary, stderr: '' });
    },
  };
}

const genuine = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';

/** What each product says to who is not signed in (registries.md §3). */
const answers: Readonly<Record<string, string>> = {
  'Amazon ECR': `Basic realm="https://${genuine}/",service="ecr.amazonaws.com"`,
  'ECR Public': 'Bearer realm="https://public.ecr.aws/token/",service="public.ecr.aws",scope="aws"',
  Google: 'Bearer realm="https://us-central1-docker.pkg.dev/v2/token"',
  'Docker Hub': 'Bearer realm="https://auth.docker.io/token",service="registry.docker.io"',
  ACR: 'Bearer realm="https://acme.azurecr.io/oauth2/token",service="acme.azurecr.io"',
  GitLab: 'Bearer realm="https://gitlab.com/jwt/auth",service="container_registry"',
  GHCR: 'Bearer realm="https://ghcr.io/token",service="ghcr.io",scope="repository:user/image:pull"',
  DigitalOcean:
    'Bearer realm="https://api.digitalocean.com/v2/registry/auth",service="registry.digitalocean.com"',
  'its own host as Google’s': 'Bearer realm="https://registry.example/v2/token"',
};

const hosts: readonly string[] = [
  `${genuine}.evil.example`,
  `x${genuine}`,
  `${genuine}:8443`,
  'gcr.io.evil.example',
  'evil-gcr.io',
  'us-docker.pkg.dev.evil.example',
  'acme.azurecr.io.evil.example',
  'acme.azurecr.io.',
  'registry.digitalocean.com.evil.example',
  'registry.gitlab.com.evil.example',
  'registry.gitlab.example.com',
  'ghcr.io.evil.example',
];

describe('a registry that is no cloud’s', () => {
  for (const [product, challenge] of Object.entries(answers)) {
    it(`and answers as ${product} gets nobody’s account: no tool is started, no key is used [S24]`, async () => {
      const started: string[] = [];
      const net = newInternet(
        { 'https://registry.example': challenging(challenge) },
        signedInEverywhere(started),
      );
      const request = verifyRequest('registry.example/demo/app:1.0', { trusted: [ann] });
      await assert.rejects(verify(net.engine, request, noSignal), (error) => isEngineError(error));
      assert.deepEqual(started, []);
      assert.ok(
        net.asked.every(({ headers }) => !headers.has('authorization')),
        'somebody signed in',
      );
      assert.deepEqual(net.carrying('AKIACANARY'), []);
    });
  }

  for (const host of hosts) {
    it(`and is named ${host} gets nobody’s account either [S24]`, async () => {
      const started: string[] = [];
      const sites = { [`https://${host}`]: challenging('Basic realm="x"') };
      const net = newInternet(sites, signedInEverywhere(started));
      const request = verifyRequest(`${host}/demo/app:1.0`, { trusted: [ann] });
      await assert.rejects(verify(net.engine, request, noSignal), (error) => isEngineError(error));
      assert.deepEqual(started, [], 'a tool was asked for a login');
      assert.ok(
        net.asked.every(({ headers }) => !headers.has('authorization')),
        'somebody signed in',
      );
    });
  }

  it('is where the genuine one sends an account’s token on: it gets nothing of it [S24] [S29]', async () => {
    for (const status of [301, 302, 303, 307, 308]) {
      const started: string[] = [];
      const sites: Record<string, Site> = {
        'https://acme.azurecr.io': (asked) =>
          asked.url.pathname === '/oauth2/exchange'
            ? says(status, '', { location: 'https://collect.example/oauth2/exchange' })
            : challenging('Bearer realm="https://acme.azurecr.io/oauth2/token",service="acme.azurecr.io"')(
                asked,
              ),
        'https://collect.example': collecting,
      };
      const net = newInternet(sites, { ...signedInEverywhere(started), executables: [] });
      const request = verifyRequest('acme.azurecr.io/demo/app:1.0', { trusted: [ann] });
      await assert.rejects(verify(net.engine, request, noSignal), (error) => isEngineError(error));
      assert.ok(started[0]?.includes('acme.azurecr.io'));
      assert.ok(net.carrying(canary).length > 0);
      assert.deepEqual(net.to('collect.example'), [], 'another host was asked');
    }
  });

  it('differs from the genuine one by nothing but its name: that one is signed in [S24]', async () => {
    const started: string[] = [];
    const sites = { [`https://${genuine}`]: challenging('Basic realm="x"') };
    const net = newInternet(sites, signedInEverywhere(started));
    const request = verifyRequest(`${genuine}/demo/app:1.0`, { trusted: [ann] });
    await assert.rejects(verify(net.engine, request, noSignal), (error) => isEngineError(error));
    assert.equal(started.length, 1);
    assert.ok(net.carrying(canary).every((line) => line.includes(`https://${genuine}/`)));
    assert.ok(net.carrying(canary).length > 0);
  });
});
