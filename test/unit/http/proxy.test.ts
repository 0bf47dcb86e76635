// Which hosts are reached through the proxy (as VS Code's agent and curl read NO_PROXY).
import assert from 'node:assert/strict';
import { proxyFor } from '../../../src/engine/http/proxy.ts';
import { noProxy } from '../../support/world.ts';

const proxy = 'http://proxy.lan:3128';

function goesDirect(url: string, ...exempt: readonly string[]): boolean {
  return proxyFor({ ...noProxy, proxy, noProxy: exempt }, new URL(url)) === undefined;
}

describe('the proxy', () => {
  it('is for every host but this machine', () => {
    assert.equal(proxyFor({ ...noProxy, proxy }, new URL('https://reg.lan/')), proxy);
    assert.equal(proxyFor(noProxy, new URL('https://reg.lan/')), undefined);
    for (const own of ['localhost', '127.0.0.1:5000', '[::1]:5000', 'reg.localhost']) {
      assert.ok(goesDirect(`https://${own}/`), own);
    }
  });

  it('is not for hosts that are exempt: by name and what is below, by port, by subnet, or all', () => {
    const exempt = [
      ['https://reg.lan/', 'reg.lan'],
      ['https://a.reg.lan/', 'reg.lan'],
      ['https://a.reg.lan/', '.reg.lan'],
      ['https://a.reg.lan/', '*.reg.lan'],
      ['https://reg.lan/', ' REG.LAN '],
      ['https://reg.lan:5000/', 'reg.lan:5000'],
      ['https://reg.lan/', 'reg.lan:443'],
      ['https://10.1.2.3/', '10.0.0.0/8'],
      ['https://[fd00::7]/', 'fd00::/8'],
      ['https://[fd00::7]/', 'fd00::7'],
      ['https://reg.lan/', '*'],
    ] as const;
    for (const [url, entry] of exempt) assert.ok(goesDirect(url, 'other.lan', entry), `${url} ${entry}`);
    const through = [
      ['https://areg.lan/', 'reg.lan'],
      ['https://reg.lan:5000/', 'reg.lan:443'],
      ['https://11.1.2.3/', '10.0.0.0/8'],
      ['https://reg.lan/', '10.0.0.0/8'],
      ['https://10.1.2.3/', '10.0.0.0/99'],
      ['https://reg.lan/', ''],
    ] as const;
    for (const [url, entry] of through) assert.ok(!goesDirect(url, entry), `${url} ${entry}`);
  });
});
