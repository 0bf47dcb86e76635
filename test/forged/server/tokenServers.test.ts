// Challenges by which a registry tries to get a credential, or a request, to another host (S27, S29).
import assert from 'node:assert/strict';
import { isEngineError } from '../../../src/engine/errors.ts';
import { verify } from '../../../src/engine/verbs/verify.ts';
import { makeSigner, noSignal, verifyRequest } from '../../support/scene.ts';
import { assertNothingLeft, bearer, canary, collecting, ends } from './collectors.ts';
import { loggedIn, loggedInWithToken, newInternet, says } from './internet.ts';

const request = verifyRequest('registry.example/demo/app:1.0', { trusted: [makeSigner('ann')] });

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
