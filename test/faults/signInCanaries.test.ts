// The secret of a login that is tried, through every success and fault of the requests of a trial: it comes out in no log,
// no error and no result (N1).
import assert from 'node:assert/strict';
import type { LoginSecret } from '../../src/engine/signIn.ts';
import { type CanaryStage, type Echo, newCanaryStage, secrets } from './canaryStage.ts';
import { faultNames } from './faults.ts';
import { type Asked, strike } from './stage.ts';
import { textsIn } from './textsIn.ts';

const logins: Readonly<Record<string, LoginSecret>> = {
  password: { kind: 'basic', username: 'ann', password: secrets.password },
  identityToken: { kind: 'identity-token', username: '', token: secrets.identityToken },
};
const requests: Readonly<Record<string, (url: string) => boolean>> = {
  'who am I': (url) => /^\/v2\/(?:\?|$)/.test(url),
  token: (url) => url.startsWith('/token'),
  'tag list': (url) => url.includes('/tags/list'),
};
const echoes: readonly (readonly [status: number, form: Echo])[] = [
  [200, 'json'],
  [400, 'text'],
  [401, 'json'],
  [401, 'page'],
  [403, 'json'],
  [404, 'page'],
  [429, 'page'],
  [503, 'json'],
];

describe('no secret of a login that is tried comes out', () => {
  let stage: CanaryStage;
  before(async () => {
    stage = await newCanaryStage();
  });
  after(() => stage.stop());
  afterEach(() => stage.quiet());

  /** Tries it with this fault; gives what leaked, and whether it was taken. */
  async function leaks(
    login: LoginSecret,
    fault: (typeof faultNames)[number],
    isMeant: (asked: Asked) => boolean,
  ): Promise<{ readonly leaked: readonly string[]; readonly taken: boolean }> {
    const struck = await strike(stage.setting, fault, isMeant);
    const request = { registry: stage.setting.proxy.address, repository: 'demo/app', login };
    const result = await struck.engine
      .trySignIn(request, struck.signal)
      .catch((error: unknown) => error as Error);
    await struck.stop();
    const texts = textsIn([struck.world.logged, result]);
    const leaked = stage.secretsSince().filter((secret) => texts.some((text) => text.includes(secret)));
    return { leaked, taken: !(result instanceof Error) };
  }

  for (const [name, login] of Object.entries(logins)) {
    it(`when it is taken, or refused: ${name} [N1]`, async () => {
      assert.deepEqual(await leaks(login, '500', () => false), { leaked: [], taken: true });
      const wrong = JSON.parse(JSON.stringify(login).replaceAll('canary', 'other canary')) as LoginSecret;
      assert.equal((await leaks(wrong, '500', () => false)).taken, false);
    });

    for (const [what, isUrl] of Object.entries(requests)) {
      it(`whatever goes wrong with the ${what} request, also when a server repeats it: ${name} [N1]`, async () => {
        for (const fault of faultNames) {
          assert.deepEqual((await leaks(login, fault, ({ url }) => isUrl(url))).leaked, [], fault);
        }
        for (const [status, form] of echoes) {
          stage.echo(({ path, query }) => isUrl(`${path}?${query.toString()}`), status, form);
          assert.deepEqual((await leaks(login, '500', () => false)).leaked, [], `${status} ${form}`);
        }
      });
    }
  }
});
