// Every fault at every request of signing: the named error or the signature, nothing half-written, and every signature
// that was there is there. At a registry that takes whatever it is sent (ggcr's does, measured): what is not written
// then is not written because this client did not.
import { isEngineError } from '../../src/engine/errors.ts';
import type { SignStep } from '../../src/engine/plan.ts';
import { signatureTag } from '../../src/engine/signatures/tags.ts';
import type { RegistryOptions } from '../demo/options.ts';
import { append, signatureBy } from '../support/rival.ts';
import { makeSigner, noSignal, signRequest, verifyRequest } from '../support/scene.ts';
import { createTestWorld, type WorldOptions } from '../support/world.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { type Row, signFirst, signSecond, signWithToken } from './expected.ts';
import type { FaultName } from './faults.ts';
import { type Asked, newSetting, type Setting, settle, signIn, strike } from './stage.ts';
import { type TagState, tagState } from './tagState.ts';
import { tallyOf } from './tally.ts';

const ann = makeSigner('ann');
const ben = makeSigner('ben');

interface Case {
  readonly title: string;
  readonly rows: Readonly<Record<string, Row>>;
  readonly options?: RegistryOptions;
  readonly world?: (address: string) => WorldOptions;
  readonly isSigned: boolean;
}

const cases: readonly Case[] = [
  { title: 'an image that somebody else signed', rows: signSecond, isSigned: true },
  { title: 'an image that nobody signed', rows: signFirst, isSigned: false },
  {
    title: 'an image in a registry that gives tokens',
    rows: signWithToken,
    options: { auth: { token: { expiresInSeconds: 300 }, users: { ann: 'secret' } } },
    world: signIn,
    isSigned: true,
  },
];

describe('signing with a fault', () => {
  const tally = tallyOf('sign');

  for (const { title, rows, options, world, isSigned } of cases) {
    describe(`of ${title}`, () => {
      tally.add(rows);
      let setting: Setting;
      let restore: () => void;
      before(async () => {
        setting = await newSetting({ checks: false, singlePost: false, ...options });
        if (isSigned) append(setting.registry, setting.image, signatureBy(ben, setting.image));
        restore = setting.keep();
      });
      after(() => setting.stop());

      for (const [request, row] of Object.entries(rows)) {
        it(`ends as the table says, and loses nothing, for every fault of its ${request} request`, async () => {
          await tally.holdAgainst(row, async (fault) => {
            restore();
            const before = tagState(setting);
            const found = await outcomeOf(setting, request, fault, world?.(setting.proxy.address));
            return {
              found,
              problems: await whatIsWrong(setting, before, found, world?.(setting.proxy.address)),
            };
          });
        });
      }
    });
  }
});

type Phase = 'plan' | SignStep;

async function outcomeOf(
  setting: Setting,
  request: string,
  fault: FaultName,
  world: WorldOptions | undefined,
): Promise<string> {
  const { image } = setting;
  let phase: Phase = 'plan';
  const isMeant = matcher(setting, request);
  const struck = await strike(setting, fault, (asked) => isMeant(asked, phase), world);
  const isAltered = request === 'subject' && fault === 'altered, once';
  const reference = isAltered ? `${image.repository}@${image.digest}` : image.reference;
  try {
    if (!request.endsWith('token')) await settle(struck.engine.listTags(image.repository, {}, noSignal));
    const plan = await struck.engine.planSign(signRequest(reference, ann), struck.signal);
    const watch = { step: (step: SignStep) => void (phase = step), laterLook: () => undefined };
    const result = await struck.engine.runSign(plan, ann.open, watch, struck.signal);
    if (struck.hits() === 0) return 'the fault never struck';
    return result.unconfirmed === undefined ? result.outcome : `${result.outcome}, ${result.unconfirmed}`;
  } catch (error) {
    return isEngineError(error) ? `error ${error.code}` : `no named error: ${String(error)}`;
  } finally {
    await struck.stop();
  }
}

/** What nobody may find at the registry afterwards. */
async function whatIsWrong(
  setting: Setting,
  before: TagState,
  outcome: string,
  world: WorldOptions | undefined,
): Promise<string[]> {
  const now = tagState(setting);
  const problems: string[] = [];
  if (before.layers.some((layer) => !now.layers.includes(layer))) problems.push('an old signature is gone');
  if (now.missing.length > 0) problems.push('the image names a blob that is not there');
  const mayBeThere = outcome.startsWith('signed') || outcome === 'error write-not-confirmed';
  const hasChanged = now.layers.join() !== before.layers.join();
  if (hasChanged && !mayBeThere) problems.push('something was written');
  if (!outcome.startsWith('signed')) return problems;
  const engine = createEngine(createTestWorld(world));
  const request = verifyRequest(setting.image.reference, { trusted: [ann] });
  const { verdict } = await engine.verify(request, noSignal);
  engine.dispose();
  if (verdict !== 'verified') problems.push(`it says signed, and the verdict is ${verdict}`);
  return problems;
}

function matcher({ image }: Setting, request: string): (asked: Asked, phase: Phase) => boolean {
  const isTag = ({ method, url }: Asked): boolean =>
    method === 'GET' && url.endsWith(signatureTag(image.digest));
  const matchers: Readonly<Record<string, (asked: Asked, phase: Phase) => boolean>> = {
    subject: ({ url }, phase) => phase === 'plan' && /\/manifests\/(1\.0|sha256:)/.test(url),
    'plan .sig': (asked, phase) => phase === 'plan' && isTag(asked),
    'fresh .sig': (asked, phase) => phase === 'uploading' && isTag(asked),
    'upload POST': ({ method }) => method === 'POST',
    'upload PUT': ({ method, url }) => method === 'PUT' && url.includes('/blobs/uploads/'),
    write: ({ method, url }) => method === 'PUT' && url.includes('/manifests/'),
    'read-back': (asked, phase) => phase === 'reading-back' && isTag(asked),
    token: ({ url }) => url.startsWith('/token') && !url.includes('push'),
    'push token': ({ url }) => url.startsWith('/token') && url.includes('push'),
  };
  const found = matchers[request];
  if (found === undefined) throw new Error(`no matcher for ${request}`);
  return found;
}
