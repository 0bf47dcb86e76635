// Secrets that the engine handles, through every success and fault: none of them comes out in a log, an error or its
// causes, a report, a plan or a result (N1).
import assert from 'node:assert/strict';
import type { SignStep } from '../../src/engine/plan.ts';
import type { RecordedRequest } from '../demo/answers.ts';
import { noSignal, signRequest, verifyRequest } from '../support/scene.ts';
import { ann, ben, type CanaryStage, type Echo, newCanaryStage, signedIn } from './canaryStage.ts';
import { type FaultName, faultNames } from './faults.ts';
import { type Asked, settle, strike } from './stage.ts';
import { textsIn } from './textsIn.ts';

/** The requests of both verbs, each by a piece of its method and path. */
const requests: Readonly<Record<string, (asked: Asked) => boolean>> = {
  subject: ({ url }) => url.includes('/manifests/1.0'),
  '.sig': ({ method, url }) => method === 'GET' && url.includes('.sig'),
  referrers: ({ url }) => url.includes('/referrers/'),
  blob: ({ method, url }) => method === 'GET' && url.includes('/blobs/'),
  storage: ({ url }) => url.startsWith('/storage/'),
  token: ({ url }) => url.startsWith('/token'),
  'upload POST': ({ method, url }) => method === 'POST' && url.includes('/blobs/uploads/'),
  'upload PUT': ({ method, url }) => method === 'PUT' && url.includes('/blobs/uploads/'),
  write: ({ method, url }) => method === 'PUT' && url.includes('/manifests/'),
};

/** Statuses that end in different ways, and the forms in which servers write errors. */
const echoes: readonly (readonly [status: number, form: Echo])[] = [
  [200, 'json'],
  [400, 'text'],
  [401, 'json'],
  [401, 'page'],
  [402, 'text'],
  [403, 'json'],
  [403, 'storage'],
  [404, 'page'],
  [405, 'json'],
  [413, 'text'],
  [429, 'page'],
  [500, 'text'],
  [503, 'json'],
];

describe('no secret comes out', () => {
  let stage: CanaryStage;
  let restore: () => void;
  let looked = 0;
  before(async () => {
    stage = await newCanaryStage();
    restore = stage.setting.keep();
  });
  after(() => {
    console.log(`      ${looked} runs looked through`);
    return stage.stop();
  });
  afterEach(() => stage.quiet());

  /** Runs both verbs with this fault, and gives what leaked. */
  async function leaks(
    fault: FaultName,
    isMeant: (asked: Asked) => boolean,
    login: 'password' | 'identityToken',
    isTokenWhole = !isMeant({ method: 'GET', url: '/token' }),
    look: () => void = () => undefined,
  ): Promise<string[]> {
    restore();
    const { setting } = stage;
    const struck = await strike(setting, fault, isMeant, signedIn(setting.proxy.address, login));
    const seen: unknown[] = [struck.world.logged];
    const keep = (value: unknown): void => void seen.push(value);
    const { reference, repository } = setting.image;
    // The scheme is settled first, with a token in passing, except where the token is what breaks.
    if (isTokenWhole) await settle(struck.engine.listTags(repository, {}, noSignal));
    await struck.engine.verify(verifyRequest(reference, { trusted: [ben] }), struck.signal).then(keep, keep);
    await struck.engine.inspectImage(reference, struck.signal).then(keep, keep);
    // Whose words a verdict does not repeat: those of a storage.
    const payload = stage.payload();
    await struck.engine.readPayloadText(repository, payload, struck.signal).then(() => undefined, keep);
    try {
      const plan = await struck.engine.planSign(signRequest(reference, ann), struck.signal);
      keep(plan);
      const watch = { step: (step: SignStep) => keep(step), laterLook: keep };
      keep(await struck.engine.runSign(plan, ann.open, watch, struck.signal));
    } catch (error) {
      keep(error);
    }
    await struck.stop();
    looked += 1;
    look();
    const texts = textsIn(seen);
    return stage.secretsSince().flatMap((secret) => {
      const text = texts.find((one) => one.includes(secret));
      return text === undefined ? [] : [`${fault}: ${secret} in ${text}`.slice(0, 400)];
    });
  }

  for (const login of ['password', 'identityToken'] as const) {
    it(`when everything goes well, signed in with the ${login} [N1]`, async () => {
      let sent: string[] = [];
      const look = (): void => void (sent = stage.sent());
      assert.deepEqual(await leaks('500', () => false, login, true, look), []);
      assert.deepEqual(sent.sort(), [login, 'presigned', 'uploadState'].sort());
    });

    // What an identity token passes through that a password does not is the token server.
    const meant = Object.entries(requests).filter(([name]) => login === 'password' || name === 'token');
    for (const [name, isMeant] of meant) {
      it(`whatever goes wrong with a ${name} request, signed in with the ${login} [N1]`, async () => {
        const found: string[] = [];
        for (const fault of faultNames) found.push(...(await leaks(fault, isMeant, login)));
        assert.deepEqual(found, []);
      });
    }

    for (const [name, isMeant] of Object.entries(requests)) {
      it(`when a server repeats a ${name} request, signed in with the ${login} [N1]`, async () => {
        const found: string[] = [];
        const repeated = ({ method, path, query }: RecordedRequest): boolean =>
          isMeant({ method, url: `${path}?${query.toString()}` });
        for (const [status, form] of echoes) {
          stage.echo(repeated, status, form);
          const leaked = await leaks('500', () => false, login, name !== 'token');
          found.push(...leaked.map((leak) => `${status} ${form} ${leak}`));
        }
        assert.deepEqual(found, []);
      });
    }
  }
});
