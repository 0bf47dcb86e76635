// Redirects and Locations by which a registry tries to get a credential, or a request, to another host (S29), and plain
// http (S27).
import assert from 'node:assert/strict';
import { isEngineError } from '../../../src/engine/errors.ts';
import { planSign } from '../../../src/engine/verbs/planSign.ts';
import { runSign } from '../../../src/engine/verbs/runSign.ts';
import { verify } from '../../../src/engine/verbs/verify.ts';
import { makeSigner, noSignal, signRequest, verifyRequest } from '../../support/scene.ts';
import { assertNothingLeft, canary, challenging, collecting, ends } from './collectors.ts';
import { putImage } from './images.ts';
import { loggedIn, newInternet, registrySite, says } from './internet.ts';

const ann = makeSigner('ann');
const image = 'registry.example/demo/app:1.0';
const request = verifyRequest(image, { trusted: [ann] });

describe('a registry that redirects', () => {
  it('to a host that then asks for a password gives it none [S29]', async () => {
    for (const challenge of ['Basic realm="Sign in"', 'Bearer realm="https://collect.example/token"']) {
      const net = newInternet(
        {
          'https://registry.example': () => says(307, '', { location: 'https://collect.example/x' }),
          'https://collect.example': challenging(challenge),
        },
        loggedIn('registry.example', canary),
      );
      await ends(verify(net.engine, request, noSignal), 'not-signed-in');
      assert.deepEqual(net.carrying(canary), [], 'the credential left');
      assert.ok(net.to('collect.example').length > 0);
    }
  });

  it('a signed-in request to another host sends nothing of the login along [S29]', async () => {
    const { site, state } = registrySite({ auth: { basic: { ann: canary } } }, ({ url, headers }) =>
      headers.has('authorization') && url.pathname.includes('/manifests/')
        ? says(307, '', { location: 'https://collect.example/x' })
        : undefined,
    );
    putImage(state, 'demo/app', '1.0');
    const sites = { 'https://registry.example': site, 'https://collect.example': collecting };
    const net = newInternet(sites, loggedIn('registry.example', canary));
    await ends(verify(net.engine, request, noSignal), 'not-an-image');
    assert.ok(net.to('registry.example').some(({ headers }) => headers.has('authorization')));
    assert.ok(net.to('collect.example').length > 0);
    assert.ok(
      net.to('collect.example').every(({ headers }) => !headers.has('authorization')),
      'the credential left',
    );
  });

  it('to a private address, or from https to http, is not followed [S29]', async () => {
    const names = { 'inside.example': ['192.168.1.1'] };
    for (const target of [
      'https://10.0.0.5/x',
      'https://inside.example/x',
      'http://169.254.169.254/latest',
      'http://collect.example/x',
    ]) {
      const sites = { 'https://registry.example': () => says(307, '', { location: target }) };
      const net = newInternet({ ...sites, [new URL(target).origin]: collecting }, {}, names);
      await ends(verify(net.engine, request, noSignal), 'bad-redirect');
      assertNothingLeft(net, new URL(target).host);
    }
  });

  it('an upload to another host, sends the login there neither [S29]', async () => {
    for (const location of ['https://collect.example/upload?x=1', 'https://10.0.0.5/upload']) {
      const { site, state } = registrySite({ auth: { basic: { ann: canary } } }, ({ method, headers }) =>
        method === 'POST' && headers.has('authorization') ? says(202, '', { location }) : undefined,
      );
      putImage(state, 'demo/app', '1.0');
      const net = newInternet(
        {
          'https://registry.example': site,
          'https://collect.example': challenging('Basic realm="Sign in"'),
          'https://10.0.0.5': collecting,
        },
        loggedIn('registry.example', canary),
      );
      const plan = await planSign(net.engine, signRequest(image, ann), noSignal);
      const watch = { step: () => undefined, laterLook: () => undefined };
      await assert.rejects(runSign(net.engine, plan, ann.open, watch, noSignal), (error) =>
        isEngineError(error),
      );
      const elsewhere = net.asked.filter(({ url }) => url.host !== 'registry.example');
      assert.ok(
        elsewhere.every(({ headers }) => !headers.has('authorization')),
        'the credential left',
      );
      assert.deepEqual(net.to('10.0.0.5'), []);
    }
  });
});

describe('a registry that answers at http only', () => {
  it('is not asked there unless it is listed as insecure [S27]', async () => {
    const { site, state } = registrySite({ auth: { basic: { ann: canary } } });
    putImage(state, 'demo/app', '1.0');
    const sites = { 'http://registry.example': site };
    const net = newInternet(sites, loggedIn('registry.example', canary));
    await ends(verify(net.engine, request, noSignal), 'unreachable');
    assert.deepEqual(
      net.asked.filter(({ url }) => url.protocol === 'http:'),
      [],
    );

    const plainHttp = (registry: string): boolean => registry === 'registry.example';
    const listed = newInternet(sites, {
      ...loggedIn('registry.example', canary),
      permissions: { plainHttp },
    });
    assert.equal((await verify(listed.engine, request, noSignal)).verdict, 'unsigned');
  });

  it('gets no credential before it answered nothing at https, also when it is listed [S27]', async () => {
    const { site, state } = registrySite({ auth: { basic: { ann: canary } } });
    putImage(state, 'demo/app', '1.0');
    const net = newInternet(
      { 'http://registry.example': site, 'https://registry.example': site },
      { ...loggedIn('registry.example', canary), permissions: { plainHttp: () => true } },
    );
    await verify(net.engine, request, noSignal);
    assert.ok(net.carrying(canary).length > 0);
    assert.ok(net.carrying(canary).every((line) => line.includes('https://')));
  });
});
