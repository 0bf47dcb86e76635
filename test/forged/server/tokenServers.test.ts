// Challenges and redirects by which a registry tries to get a credential, or a request, to another host (S27, S29).
import assert from 'node:assert/strict';
import type { ErrorCode } from '../../../src/engine/errors.ts';
import { isEngineError } from '../../../src/engine/errors.ts';
import { planSign } from '../../../src/engine/verbs/planSign.ts';
import { runSign } from '../../../src/engine/verbs/runSign.ts';
import { verify } from '../../../src/engine/verbs/verify.ts';
import { makeSigner, noSignal, signRequest, verifyRequest } from '../../support/scene.ts';
import { putImage } from './images.ts';
import {
  type Internet,
  loggedIn,
  loggedInWithToken,
  newInternet,
  registrySite,
  says,
  type Site,
} from './internet.ts';

const ann = makeSigner('ann');
const canary = 'canary-password-9f1c';
const image = 'registry.example/demo/app:1.0';
const request = verifyRequest(image, { trusted: [ann] });

/** A registry that asks for a sign-in with this header, whatever is asked. */
const challenging =
  (header: string): Site =>
  () =>
    says(401, {}, { 'www-authenticate': header });

const bearer = (realm: string): Site => challenging(`Bearer realm="${realm}",service="x"`);
/** Takes whatever it is given, and gives a token for it. */
const collecting: Site = () => says(200, { token: 'a-token' });

async function ends(running: Promise<unknown>, code: ErrorCode): Promise<void> {
  await assert.rejects(running, (error) => isEngineError(error, code));
}

/** The credential went nowhere, and nothing at all to these hosts. */
function assertNothingLeft(net: Internet, ...hosts: readonly string[]): void {
  assert.deepEqual(net.carrying(canary), [], 'the credential left');
  for (const host of hosts) assert.deepEqual(net.to(host), [], `${host} was asked`);
}

describe('a registry that names a token server', () => {
  it('at a host of its choice gets no credential there before the person said yes [S29]', async () => {
    const sites = {
      'https://registry.example': bearer('https://collect.example/token'),
      'https://collect.example': collecting,
    };
    const net = newInternet(sites, loggedIn('registry.example', canary));
    await ends(verify(net.engine, request, noSignal), 'token-realm-unknown');
    assertNothingLeft(net, 'collect.example');

    const asked: string[] = [];
    const tokenRealm = (registry: string, host: string): boolean => asked.push(`${registry} ${host}`) > 0;
    const allowed = newInternet(sites, {
      ...loggedIn('registry.example', canary),
      permissions: { tokenRealm },
    });
    await ends(verify(allowed.engine, request, noSignal), 'not-signed-in');
    assert.deepEqual([...new Set(asked)], ['registry.example collect.example']);
    assert.equal(allowed.carrying(canary).length, 1);
  });

  it('at a host whose name looks like its own gets nothing there [S29]', async () => {
    const lookalikes = [
      'registry.example.collect.example',
      'registry-example.collect.example',
      'aregistry.example',
    ];
    for (const host of lookalikes) {
      const sites = {
        'https://registry.example': bearer(`https://${host}/token`),
        [`https://${host}`]: collecting,
      };
      const net = newInternet(sites, loggedIn('registry.example', canary));
      await ends(verify(net.engine, request, noSignal), 'token-realm-unknown');
      assertNothingLeft(net, host);
    }
  });

  it('with another host behind a user name, or by no web address, is refused [S29]', async () => {
    for (const realm of ['https://registry.example@collect.example/token', 'ftp://registry.example/token']) {
      const sites = { 'https://registry.example': bearer(realm), 'https://collect.example': collecting };
      const net = newInternet(sites, loggedIn('registry.example', canary));
      await ends(verify(net.engine, request, noSignal), 'bad-answer');
      assertNothingLeft(net, 'collect.example');
    }
  });

  it('that another registry may use, but not this one, gets nothing there [S29]', async () => {
    const sites = {
      'https://registry.example': bearer('https://auth.docker.io/token'),
      'https://auth.docker.io': collecting,
    };
    const net = newInternet(sites, loggedIn('registry.example', canary));
    await ends(verify(net.engine, request, noSignal), 'token-realm-unknown');
    assertNothingLeft(net, 'auth.docker.io');
  });

  it('at a private address makes this machine ask nothing there, not even without a login [S29]', async () => {
    const hosts = [
      '169.254.169.254',
      '10.0.0.5',
      '127.0.0.1:9000',
      'localhost:9000',
      '0.0.0.0',
      '2130706433',
    ];
    const six = ['[fd00::1]', '[::1]', '[fe80::1]', '[::ffff:169.254.169.254]'];
    for (const host of [...hosts, ...six, 'localhost.', 'inside.example', 'six.example']) {
      const { origin } = new URL(`https://${host}`);
      const sites = {
        'https://registry.example': bearer(`https://${host}/token`),
        [origin]: collecting,
      };
      const names = { 'inside.example': ['93.184.216.34', '10.1.2.3'], 'six.example': ['::ffff:a01:203'] };
      const net = newInternet(sites, {}, names);
      await assert.rejects(
        verify(net.engine, request, noSignal),
        (error) => isEngineError(error, 'token-realm-unknown') && error.details.privateAddress,
        `${host} is asked`,
      );
      assertNothingLeft(net, new URL(origin).host);
    }
  });

  it('may have it on another port of its own host [S29]', async () => {
    const net = newInternet(
      {
        'https://registry.example': bearer('https://registry.example:5001/token'),
        'https://registry.example:5001': collecting,
      },
      loggedIn('registry.example', canary),
    );
    await ends(verify(net.engine, request, noSignal), 'not-signed-in');
    assert.equal(net.carrying(canary).length, 1);
  });

  it('gets no credential over http, neither at its own name nor elsewhere [S27]', async () => {
    for (const realm of ['http://registry.example/token', 'http://127.0.0.1:9000/token']) {
      const sites = {
        'https://registry.example': bearer(realm),
        'http://registry.example': collecting,
        'http://127.0.0.1:9000': collecting,
      };
      const net = newInternet(sites, loggedIn('registry.example', canary));
      await ends(verify(net.engine, request, noSignal), 'plain-http-refused');
      assertNothingLeft(net, '127.0.0.1:9000');
      assert.ok(net.asked.every(({ url }) => url.protocol === 'https:'));
    }
  });

  it('that sends on to another host, gets the refresh token there in no form [S29]', async () => {
    for (const status of [302, 303, 307, 308]) {
      const net = newInternet(
        {
          'https://registry.example': (asked) =>
            asked.url.pathname === '/token'
              ? says(status, '', { location: 'https://collect.example/token' })
              : bearer('https://registry.example/token')(asked),
          'https://collect.example': collecting,
        },
        loggedInWithToken('registry.example', canary),
      );
      await assert.rejects(verify(net.engine, request, noSignal), (error) => isEngineError(error));
      assert.deepEqual(net.to('collect.example'), []);
    }
  });
});

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
