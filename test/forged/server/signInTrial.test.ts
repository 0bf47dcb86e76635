// A login that is tried before it is kept is as precious as a kept one: a registry that lies about where its token server is,
// or leads elsewhere, gets it nowhere but at the host that the person named (S29).
import assert from 'node:assert/strict';
import type { LoginSecret } from '../../../src/engine/signIn.ts';
import { trySignIn } from '../../../src/engine/verbs/signIn.ts';
import { noSignal } from '../../support/scene.ts';
import type { WorldOptions } from '../../support/world.ts';
import { assertNothingLeft, bearer, canary, challenging, collecting, ends } from './collectors.ts';
import { type Internet, newInternet, says, type Site } from './internet.ts';

const registry = 'registry.example';
const logins: readonly LoginSecret[] = [
  { kind: 'basic', username: 'ann', password: canary },
  { kind: 'identity-token', username: '', token: canary },
];

function scene(site: Site, options: WorldOptions = {}): Internet {
  const sites = { [`https://${registry}`]: site, 'https://collect.example': collecting };
  return newInternet(sites, options);
}

const tried = (net: Internet, login: LoginSecret): Promise<unknown> =>
  trySignIn(net.engine, { registry, repository: 'demo/app', login }, noSignal);

describe('a login that is tried', () => {
  for (const login of logins) {
    it(`is sent to no token host that nobody allowed: ${login.kind} [S29]`, async () => {
      const net = scene(bearer('https://collect.example/token'));
      await ends(tried(net, login), 'token-realm-unknown');
      assertNothingLeft(net, 'collect.example');
    });

    it(`is sent to no token server at plain http: ${login.kind} [S27]`, async () => {
      const net = scene(bearer(`http://${registry}/token`));
      await ends(tried(net, login), 'plain-http-refused');
      assertNothingLeft(net);
    });

    it(`follows no way to another host: ${login.kind} [S29]`, async () => {
      const away = says(307, '', { location: 'https://collect.example/v2/' });
      const token = bearer(`https://${registry}/token`);
      const site: Site = (asked) => (asked.url.pathname === '/token' ? away.clone() : token(asked));
      const net = scene(site);
      await assert.rejects(tried(net, login));
      assert.deepEqual(net.to('collect.example'), []);
      const basic = scene((asked) =>
        asked.headers.has('authorization') ? away.clone() : challenging('Basic realm="x"')(asked),
      );
      await tried(basic, login).catch(() => undefined);
      assert.ok(basic.to('collect.example').every(({ headers }) => !headers.has('authorization')));
      assert.ok(basic.carrying(canary).every((line) => line.includes(`https://${registry}/`)));
    });
  }
});
