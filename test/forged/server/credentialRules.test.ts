// Every place that a registry may name at every point where it may name one: no credential leaves, and nothing inside the
// network is asked (registries.md §2.1; S27, S29). Which rule is shown by which test: test/requirements/credentialRules.ts.
import assert from 'node:assert/strict';
import { isEngineError } from '../../../src/engine/errors.ts';
import { verify } from '../../../src/engine/verbs/verify.ts';
import { noSignal, verifyRequest } from '../../support/scene.ts';
import { canary, challenging } from './collectors.ts';
import { putImage, putSignatures, signatureOver } from './images.ts';
import {
  type Internet,
  loggedIn,
  loggedInWithToken,
  newInternet,
  registrySite,
  says,
  type Site,
} from './internet.ts';
import { ann, names, points, targets, type Point, type Target } from './leads.ts';

const home = 'https://registry.example';
const cookie = { 'set-cookie': 'session=canary-cookie; Path=/; Domain=example' };

/** Takes what it is given, asks for more, and is whatever it is wanted to be. */
const greedy: Site = ({ url, headers }) => {
  if (url.pathname.endsWith('/token')) return says(200, { token: 'a-token' }, cookie);
  if (headers.has('authorization')) return says(200, { tags: [], repositories: [], manifests: [] }, cookie);
  const challenges = `Basic realm="Sign in", Bearer realm="${url.origin}/token"`;
  return says(401, {}, { 'www-authenticate': challenges, ...cookie });
};

/** A signed image at a registry that lies at this point, and a greedy server at the place it names. */
function newWorld({ auth, lie }: Point, target: Target): Internet {
  const users = { ann: canary };
  const token = { realm: `${home}/token`, refreshTokens: { [canary]: 'ann' } };
  const option = auth === 'basic' ? { basic: users } : { token, users };
  const { site, state } = registrySite({ auth: option }, (asked) => lie(asked, target));
  const digest = putImage(state, 'demo/app', '1.0');
  // Signed for another name: its payload is not known beforehand and must be fetched.
  putSignatures(state, 'demo/app', digest, [signatureOver(ann, 'elsewhere.example/x', digest)]);
  const place = URL.canParse(target.begin, home) ? new URL(target.begin, home).origin : '';
  const login =
    auth === 'identity-token'
      ? loggedInWithToken('registry.example', canary)
      : loggedIn('registry.example', canary);
  const withCookie: Site = async (asked) => {
    const answer = await site(asked);
    answer.headers.append('set-cookie', cookie['set-cookie']);
    return answer;
  };
  return newInternet({ [place]: greedy, [home]: withCookie }, login, names);
}

/** Nothing but what the registry itself was given, and no cookie even there. */
function assertNothingLeaves(net: Internet, point: string, target: Target): void {
  const here = `${point} at ${target.name}`;
  for (const { method, url, headers, body } of net.asked) {
    const line = `${here}: ${method} ${url.href}`;
    assert.ok(!headers.has('cookie'), `${line} carries a cookie`);
    if (url.origin === home) continue;
    // Its own host at another port may be its token server (S29).
    const isTokenServer = point.startsWith('the realm') && url.origin === 'https://registry.example:8443';
    if (isTokenServer) continue;
    assert.notEqual(url.protocol, 'http:', `${line} goes over http`);
    assert.ok(!headers.has('authorization'), `${line} carries the credential`);
    assert.ok(!`${url.href} ${body}`.includes(canary), `${line} carries the credential`);
    assert.ok(target.inside !== true, `${line} asks inside the network`);
  }
}

describe('a registry that leads elsewhere', () => {
  for (const point of points) {
    it(`by ${point.name} gets no credential there, and nobody inside is asked [S27] [S29]`, async () => {
      let lied = 0;
      for (const target of targets) {
        const net = newWorld({ ...point, lie: (asked, to) => count(point.lie(asked, to)) }, target);
        await point.run(net).catch((error: unknown) => {
          assert.ok(isEngineError(error) && error.code !== 'internal', `${target.name}: ${String(error)}`);
        });
        assertNothingLeaves(net, point.name, target);
      }
      assert.ok(lied >= targets.length, `it lied ${String(lied)} times`);
      function count(answer: Response | undefined): Response | undefined {
        if (answer !== undefined) lied += 1;
        return answer;
      }
    });
  }
});

describe('a challenge that says several things', () => {
  const collect = 'https://collect.example/token';
  const own = `${home}/token`;
  const challenges: readonly string[] = [
    `Bearer realm="${collect}", Basic realm="x"`,
    `Basic realm="x", Bearer realm="${collect}"`,
    `Negotiate YII=, Bearer realm="${collect}"`,
    `Bearer realm="${own}", Bearer realm="${collect}"`,
    `Bearer realm="${own}",realm="${collect}"`,
    `Bearer realm="${own}\\", realm=\\"${collect}"`,
    `Bearer x="Basic", realm="${collect}"`,
    `Bearer realm="${own}?to=${collect}"`,
    `bearer REALM=${collect}`,
    `Digest realm="x", nonce="y", Bearer realm="${collect}", Basic`,
  ];
  for (const challenge of challenges) {
    it(`gets the credential nowhere but at its own host: ${challenge} [S29]`, async () => {
      const sites = { [home]: challenging(challenge), 'https://collect.example': greedy };
      const net = newInternet(sites, loggedIn('registry.example', canary));
      const request = verifyRequest('registry.example/demo/app:1.0', { trusted: [ann] });
      await assert.rejects(verify(net.engine, request, noSignal), (error) => isEngineError(error));
      assert.deepEqual(net.to('collect.example'), [], 'another host was asked');
    });
  }

  it('behind a redirect has its own place neither: not even a realm that names no host [S29]', async () => {
    for (const challenge of [
      'Bearer realm="/token",service="x"',
      'Bearer realm="token"',
      'Basic realm="x"',
    ]) {
      const sites = {
        [home]: () => says(307, '', { location: 'https://collect.example/v2/demo/app/manifests/1.0' }),
        'https://collect.example': challenging(challenge),
      };
      const net = newInternet(sites, loggedIn('registry.example', canary));
      const request = verifyRequest('registry.example/demo/app:1.0', { trusted: [ann] });
      await assert.rejects(verify(net.engine, request, noSignal), (error) => isEngineError(error));
      assert.deepEqual(net.carrying(canary), [], 'the credential left');
      assert.ok(net.to('collect.example').every(({ url }) => url.pathname !== '/token'));
    }
  });

  it('as a proxy says it, gets nothing: nobody signs in at a proxy here [S29]', async () => {
    const asks = { 'proxy-authenticate': 'Basic realm="proxy"', 'www-authenticate': 'Basic realm="proxy"' };
    for (const status of [407, 403, 511, 200]) {
      const net = newInternet({ [home]: () => says(status, '', asks) }, loggedIn('registry.example', canary));
      const request = verifyRequest('registry.example/demo/app:1.0', { trusted: [ann] });
      await assert.rejects(verify(net.engine, request, noSignal), (error) => isEngineError(error));
      assert.deepEqual(net.carrying(canary), [], `the credential left at ${String(status)}`);
    }
  });
});
