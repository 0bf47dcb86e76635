// A registry that answers oddly at every point of the protocol: each operation ends by a name, in a time that the engine's
// clock bounds, having read no more than its limits, and nothing is called unsigned or verified for it.
import assert from 'node:assert/strict';
import { createEngine } from '../../src/engine/engine.ts';
import type { EngineApi } from '../../src/engine/api.ts';
import { isEngineError } from '../../src/engine/errors.ts';
import { createFakeClock } from '../support/fakeClock.ts';
import type { ProxiedRequest } from '../support/forward.ts';
import { oddAnswers } from '../support/oddAnswers.ts';
import { startOddServer, type OddServer } from '../support/oddServer.ts';
import { quiet } from '../support/realScenes.ts';
import { append, signatureBy } from '../support/rival.ts';
import { pushImage, type PushedImage } from '../support/sampleImages.ts';
import { makeSigner, noSignal, signRequest, verifyRequest } from '../support/scene.ts';
import { createTestWorld, type TestWorld } from '../support/world.ts';

const ann = makeSigner('ann');
const ben = makeSigner('ben');
const password = 'canary-password';

interface Scene {
  readonly engine: EngineApi;
  readonly signed: PushedImage;
  readonly unsigned: PushedImage;
  readonly server: OddServer;
}

interface Point {
  readonly title: string;
  readonly match: (request: ProxiedRequest) => boolean;
  /** What it comes to: a verdict, or nothing in particular. */
  readonly run: (scene: Scene) => Promise<string | undefined>;
  /** Words that it may come to beside a named error. */
  readonly may: readonly string[];
}

const at =
  (method: string, path: RegExp) =>
  (request: ProxiedRequest): boolean =>
    request.method === method && path.test(request.url);
const names = async (pages: AsyncIterable<unknown>): Promise<undefined> => {
  const all = pages[Symbol.asyncIterator]();
  while ((await all.next()).done !== true);
  return undefined;
};
const verdict = async ({ engine }: Scene, { reference }: PushedImage): Promise<string> =>
  (await engine.verify(verifyRequest(reference, { trusted: [ann] }), noSignal)).verdict;
const sign = async ({ engine, unsigned }: Scene): Promise<string> => {
  const plan = await engine.planSign(signRequest(unsigned.reference, ben), noSignal);
  return (await engine.runSign(plan, ben.open, quiet, noSignal)).outcome;
};

const points: readonly Point[] = [
  { title: 'the token', match: at('GET', /^\/token/), run: (scene) => verdict(scene, scene.signed), may: [] },
  {
    title: 'the image',
    match: at('GET', /\/manifests\/1\.0$/),
    run: (scene) => verdict(scene, scene.unsigned),
    may: [],
  },
  {
    title: 'the signatures',
    match: at('GET', /\/manifests\/sha256-\w+\.sig$/),
    run: (scene) => verdict(scene, scene.unsigned),
    may: ['could-not-check'],
  },
  {
    title: 'the referrers',
    match: at('GET', /\/referrers\//),
    run: (scene) => verdict(scene, scene.unsigned),
    may: ['could-not-check'],
  },
  {
    title: 'the payload',
    match: at('GET', /\/blobs\//),
    run: (scene) => verdict(scene, scene.signed),
    may: ['could-not-check'],
  },
  {
    title: 'the tags',
    match: at('GET', /\/tags\/list/),
    run: ({ engine, signed }) => names(engine.listTags(signed.repository, {}, noSignal)),
    may: [],
  },
  {
    title: 'the catalog',
    match: at('GET', /\/_catalog/),
    run: ({ engine, server }) => names(engine.listRepositories({ registry: server.address }, {}, noSignal)),
    may: [],
  },
  { title: 'an upload that begins', match: at('POST', /\/uploads\//), run: sign, may: [] },
  { title: 'a signature that is written', match: at('PUT', /\/manifests\//), run: sign, may: ['signed'] },
];

/** What comes to a person by these names alone says enough. */
const unnamed = ['internal', 'cancelled'];

describe('a registry that answers oddly', () => {
  let server: OddServer;
  let images = 0;
  before(async () => {
    const option = { token: { expiresInSeconds: 36_000 }, users: { ann: password } };
    server = await startOddServer({ auth: option });
  });
  after(() => server.stop());

  /** A fresh engine, with an image that ann signed and one that nobody signed. */
  async function newScene(): Promise<
    Scene & { world: TestWorld; clock: ReturnType<typeof createFakeClock> }
  > {
    const auth = Buffer.from(`ann:${password}`).toString('base64');
    const config = JSON.stringify({ auths: { [server.address]: { auth } } });
    const clock = createFakeClock();
    clock.jump(Date.now() - clock.now());
    const world = createTestWorld({ clock, files: { '/home/ann/.docker/config.json': config } });
    const signed = await push();
    const unsigned = await push();
    // With an annotation: the payload has to be fetched.
    append(server.registry, signed, signatureBy(ann, signed, [['stage', 'prod']]));
    return { engine: createEngine(world), world, clock, signed, unsigned, server };
  }

  /** Pushed with a token of its own, past our client. */
  async function push(): Promise<PushedImage> {
    const path = `demo/app-${String((images += 1))}`;
    const basic = Buffer.from(`ann:${password}`).toString('base64');
    const answer = await fetch(`http://${server.address}/token?scope=repository:${path}:pull,push`, {
      headers: { authorization: `Basic ${basic}` },
    });
    const { token } = (await answer.json()) as { token: string };
    return pushImage(server.address, path, '1.0', { headers: { authorization: `Bearer ${token}` } });
  }

  for (const point of points) {
    it(`at ${point.title}, in ${String(Object.keys(oddAnswers).length)} ways, ends by a name, and is neither believed nor called unsigned [S40] [N1]`, async function () {
      this.timeout(120_000);
      for (const [oddity, odd] of Object.entries(oddAnswers)) {
        const scene = await newScene();
        const { engine, world, clock } = scene;
        const here = `${oddity} at ${point.title}`;
        server.strike(point.match, odd);
        let ended: string | undefined | Error | 'running' = 'running';
        const running = point.run(scene).then(
          (came) => (ended = came),
          (error: unknown) => (ended = error as Error),
        );
        // Nothing moves the engine's clock while a real server is fast; when it keeps us waiting, the time passes.
        for (let turn = 0; ended === 'running'; turn += 1) {
          await new Promise((resolve) => setTimeout(resolve, 1));
          if (server.struck.count > 0 && turn > 60) clock.advance(1000);
        }
        await running;
        engine.dispose();
        const end: unknown = ended;
        if (end instanceof Error) {
          assert.ok(isEngineError(end) && !unnamed.includes(end.code), `${here}: ${String(end)}`);
        } else {
          assert.ok(point.may.includes(String(end)), `${here}: ${String(end)}`);
        }
        const { bytes } = server.struck;
        server.strike();
        assert.ok(bytes < 64 * 1024 * 1024, `${here}: ${String(bytes)} bytes`);
        assert.ok(clock.monotonic() <= 10 * 60_000, `${here}: ${String(clock.monotonic())} ms`);
        const told = `${String(end)} ${world.logged.join('\n')}`;
        assert.ok(!told.includes('canary'), `${here}: it tells the password`);
      }
    });
  }
});
