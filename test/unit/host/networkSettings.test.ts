// How connections of our own reach the network, and which files the person's settings name for a registry.
import assert from 'node:assert/strict';
import { isEngineError } from '../../../src/engine/errors.ts';
import '../../support/plainVscode.ts';

const { certificateFilesIn, networkOf } = await import('../../../src/host/networkSettings.ts');

const settingsOf = (values: Readonly<Record<string, unknown>>) => (name: string) => values[name];

describe('the network settings', () => {
  it('are VS Code’s own, else those of the environment, https before http', () => {
    const environment = { HTTPS_PROXY: 'http://env.lan:3128', no_proxy: 'a.lan, b.lan' };
    const own = { 'http.proxy': ' http://own.lan:8080 ', 'http.noProxy': ['c.lan', 7] };
    assert.deepEqual(networkOf(settingsOf(own), environment), {
      proxy: 'http://own.lan:8080',
      proxyAuthorization: undefined,
      noProxy: ['c.lan'],
      systemCertificates: true,
    });
    const { proxy, noProxy } = networkOf(settingsOf({}), environment);
    assert.equal(proxy, 'http://env.lan:3128');
    assert.deepEqual(noProxy, ['a.lan', 'b.lan']);
    assert.equal(networkOf(settingsOf({}), { http_proxy: 'http://old.lan' }).proxy, 'http://old.lan');
  });

  it('know no proxy where VS Code is told to use none, and no authorities of the machine where it counts none', () => {
    const off = settingsOf({
      'http.proxySupport': 'off',
      'http.proxy': 'http://own.lan',
      'http.systemCertificates': false,
    });
    const { proxy, systemCertificates } = networkOf(off, { HTTPS_PROXY: 'http://env.lan' });
    assert.equal(proxy, undefined);
    assert.equal(systemCertificates, false);
  });
});

describe('the setting certificates', () => {
  const value = {
    'Reg.lan:5000': { ca: ' /keys/ca.crt ' },
    'plain.lan:443': { clientCertificate: '/keys/ann.crt', clientKey: '/keys/ann.key' },
    'bad.lan': { ca: 7 },
    'odd.lan': { cacert: '/keys/ca.crt' },
    'text.lan': '/keys/ca.crt',
  };

  it('names files by host and port, whatever the case; 443 may be written or not', () => {
    assert.deepEqual(certificateFilesIn(value, 'reg.lan:5000'), {
      authorities: '/keys/ca.crt',
      clientCertificate: undefined,
      clientKey: undefined,
    });
    assert.equal(certificateFilesIn(value, 'plain.lan')?.clientKey, '/keys/ann.key');
    assert.equal(certificateFilesIn(value, 'reg.lan'), undefined);
    assert.equal(certificateFilesIn(undefined, 'reg.lan'), undefined);
  });

  it('that cannot be read for a host is an error for that host alone', () => {
    for (const host of ['bad.lan', 'odd.lan', 'text.lan']) {
      assert.throws(
        () => certificateFilesIn(value, host),
        (error) => isEngineError(error, 'bad-setting'),
        host,
      );
    }
  });
});
