// Tokens of a real token server at real registries of the distribution project: shared by all who need the same one,
// asked for anew in the middle of a push, and kept per registry, scope and credential (S26).
import assert from 'node:assert/strict';
import { createEngine } from '../../src/engine/engine.ts';
import { startDistribution, type RunningDistribution, htpasswdUsers } from '../support/distribution.ts';
import { createFakeClock } from '../support/fakeClock.ts';
import { quiet, signAs } from '../support/realScenes.ts';
import { annsHeader, missingDistribution, personAt, tokenUsers } from '../support/realServers.ts';
import { pushImage, type PushedImage } from '../support/sampleImages.ts';
import { makeSigner, noSignal, signRequest, verifyRequest } from '../support/scene.ts';
import { skipTest } from '../support/skip.ts';
import { createTestWorld } from '../support/world.ts';

const ann = makeSigner('ann');
const path = 'acme/app';

for (const version of ['debian', 'v3'] as const) {
  describe(`tokens at distribution's registry, ${version}`, () => {
    let server: RunningDistribution;
    let image: PushedImage;
    let stop = (): Promise<void> => Promise.resolve();
    before(async function () {
      const reason = await missingDistribution(version)();
      if (reason !== undefined) skipTest(this, reason);
    });
    beforeEach(async () => {
      server = await startDistribution({ version, auth: tokenUsers }, noSignal);
      stop = () => server.stop();
      image = await pushImage(server.address, path, '1.0', { headers: annsHeader(server, 'token', path) });
    });
    afterEach(() => stop());

    const scopes = (of = server): string[] =>
      (of.tokenServer?.requests ?? []).flatMap(({ url }) =>
        new URL(url, 'http://x').searchParams.getAll('scope'),
      );

    it('are asked for once by forty requests of one scope that come at the same time', async () => {
      const { engine } = personAt(server, 'ann');
      const reports = await Promise.all(
        Array.from({ length: 40 }, () => engine.inspectImage(image.reference, noSignal)),
      );
      assert.deepEqual([...new Set(reports.map(({ digest }) => digest))], [image.digest]);
      assert.deepEqual(scopes(), [`repository:${path}:pull`]);
      engine.dispose();
    });

    it('that end in the middle of signing are asked for anew, once, whichever request is refused', async () => {
      // The registry itself refuses: this request brings a token that its token server signed and that has ended.
      const ended = server.tokenServer?.token('ann', [`repository:${path}:pull,push`], -7200) ?? '';
      let requests = 1;
      for (let refused = 0; refused < requests; refused += 1) {
        const signer = makeSigner(`key ${String(refused)}`);
        const statuses: number[] = [];
        let [signedIn, running] = [0, false];
        const fetch: typeof globalThis.fetch = async (input, init) => {
          const headers = new Headers(init?.headers);
          const isTokenServer = String(input instanceof Request ? input.url : input).includes('/token?');
          const counts = running && !isTokenServer && headers.has('authorization');
          if (counts && signedIn++ === refused) headers.set('authorization', `Bearer ${ended}`);
          const answer = await globalThis.fetch(input, { ...init, headers });
          if (counts) statuses.push(answer.status);
          return answer;
        };
        const { engine } = personAt(server, 'ann', undefined, { fetch });
        const plan = await engine.planSign(signRequest(image.reference, signer), noSignal);
        const before = scopes().length;
        running = true;
        const result = await engine.runSign(plan, signer.open, quiet, noSignal);
        running = false;
        assert.equal(statuses.filter((status) => status === 401).length, 1, `request ${String(refused)}`);
        assert.equal(scopes().length, before + 1, `request ${String(refused)}`);
        assert.ok(result);
        const report = await engine.verify(verifyRequest(image.reference, { trusted: [signer] }), noSignal);
        assert.equal(report.verdict, 'verified', `request ${String(refused)}`);
        assert.equal(report.signatures.length, refused + 1);
        requests = signedIn - 1;
        engine.dispose();
      }
      assert.ok(requests >= 4, `${String(requests)} requests`);
    });

    it('of one repository are not shown to another, nor asked for again while they last [S26]', async () => {
      const other = 'acme/other';
      const further = await pushImage(server.address, other, '1.0', {
        headers: annsHeader(server, 'token', other),
      });
      const clock = createFakeClock();
      clock.jump(Date.now() - clock.now());
      const { engine } = personAt(server, 'ann', undefined, { clock });
      await engine.inspectImage(image.reference, noSignal);
      await engine.inspectImage(further.reference, noSignal);
      await engine.inspectImage(image.reference, noSignal);
      assert.deepEqual(scopes(), [`repository:${path}:pull`, `repository:${other}:pull`]);
      await signAs(engine, image, ann);
      assert.deepEqual(scopes().slice(2), [`repository:${path}:pull,push`]);
      clock.advance(301_000);
      await engine.inspectImage(image.reference, noSignal);
      assert.deepEqual(scopes().slice(3), [`repository:${path}:pull`]);
      engine.dispose();
    });

    it('of one login are not used by the next one [S26]', async () => {
      const files: Record<string, string> = {};
      const login = (user: keyof typeof htpasswdUsers): void => {
        const auth = Buffer.from(`${user}:${htpasswdUsers[user]}`).toString('base64');
        files['/home/ann/.docker/config.json'] = JSON.stringify({ auths: { [server.address]: { auth } } });
      };
      login('ann');
      const clock = createFakeClock();
      clock.jump(Date.now() - clock.now());
      const engine = createEngine(createTestWorld({ files, clock }));
      await engine.inspectImage(image.reference, noSignal);
      login('reader');
      clock.advance(61_000);
      await engine.inspectImage(image.reference, noSignal);
      assert.deepEqual(
        server.tokenServer?.requests.map(({ user }) => user),
        ['ann', 'reader'],
      );
      engine.dispose();
    });

    it('of one registry are not used at another with the same token server, service and names [S26]', async () => {
      const realmOf = server.tokenServer;
      assert.ok(realmOf);
      const second = await startDistribution({ version, auth: realmOf }, noSignal);
      try {
        const headers = annsHeader(server, 'token', path);
        const there = await pushImage(second.address, path, '1.0', { headers });
        const auth = Buffer.from(`ann:${htpasswdUsers.ann}`).toString('base64');
        const auths = { [server.address]: { auth }, [second.address]: { auth } };
        const files = { '/home/ann/.docker/config.json': JSON.stringify({ auths }) };
        const engine = createEngine(createTestWorld({ files }));
        await engine.inspectImage(image.reference, noSignal);
        await engine.inspectImage(there.reference, noSignal);
        await engine.inspectImage(image.reference, noSignal);
        assert.deepEqual(scopes(), [`repository:${path}:pull`, `repository:${path}:pull`]);
        engine.dispose();
      } finally {
        await second.stop();
      }
    });
  });
}
