// Every fault at every request of a copy: the named error or the copy; every signature that was at either side is there,
// and the target's tag points at the old image or the new one, all of it. At a target that takes whatever it is sent.
import type { CopyProgress } from '../../src/engine/copyPlan.ts';
import { isEngineError } from '../../src/engine/errors.ts';
import { copyRequest } from '../support/copied.ts';
import { createFakeClock, type FakeClock } from '../support/fakeClock.ts';
import { makeSigner, noSignal } from '../support/scene.ts';
import type { WorldOptions } from '../support/world.ts';
import { copyMatcher, type CopyPhase } from './copyRequests.ts';
import {
  type CopyOptions,
  type CopySetting,
  newCopySetting,
  signaturesAtSource,
  type TargetState,
  targetState,
} from './copyStage.ts';
import type { Row } from './expected.ts';
import { copyAcross, copyInside, copyLarge, copyToFallback, copyWithToken } from './expectedCopy.ts';
import type { FaultName } from './faults.ts';
import { settle, signIn, strike } from './stage.ts';
import { tallyOf } from './tally.ts';

const ann = makeSigner('ann');
const ben = makeSigner('ben');

interface Case extends CopyOptions {
  readonly title: string;
  readonly rows: Readonly<Record<string, Row>>;
  readonly world?: (address: string) => WorldOptions;
}

const cases: readonly Case[] = [
  { title: 'to another registry', rows: copyAcross },
  {
    title: 'to a registry without a list of referrers',
    rows: copyToFallback,
    to: { referrers: false },
    listedThere: true,
  },
  { title: 'of a large blob', rows: copyLarge, large: true },
  { title: 'inside one registry', rows: copyInside, inside: true },
  {
    title: 'to a registry that gives tokens',
    rows: copyWithToken,
    to: { auth: { token: { expiresInSeconds: 300 }, users: { ann: 'secret' } } },
    world: signIn,
  },
];

describe('copying with a fault', () => {
  const tally = tallyOf('copy');

  for (const { title, rows, world, ...options } of cases) {
    describe(title, () => {
      tally.add(rows);
      let setting: CopySetting;
      let restore: () => void;
      before(async () => {
        setting = await newCopySetting(ann, ben, options);
        restore = setting.keep();
      });
      after(() => setting.stop());

      for (const [request, row] of Object.entries(rows)) {
        it(`ends as the table says, and loses nothing, for every fault of its request “${request}”`, async () => {
          await tally.holdAgainst(row, async (fault) => {
            restore();
            const before = targetState(setting);
            const found = await outcomeOf(setting, request, fault, world?.(setting.target.proxy.address));
            return { found, problems: whatIsWrong(setting, before, found, hides(request, fault)) };
          });
        });
      }
    });
  }
});

async function outcomeOf(
  setting: CopySetting,
  request: string,
  fault: FaultName,
  world: WorldOptions | undefined,
): Promise<string> {
  const { source, target } = setting;
  let phase: CopyPhase = 'plan';
  const { at, isMeant } = copyMatcher(setting, request);
  const options = { clock: clockWithoutWaits(), streams: request.startsWith('large') };
  const struck = await strike(setting[at], fault, (asked) => isMeant(asked, phase), world, options);
  const isAltered = request === 'subject' && fault === 'altered, once';
  const { repository, digest, reference } = source.image;
  try {
    if (!request.endsWith('token'))
      await settle(struck.engine.listTags(target.image.repository, {}, noSignal));
    await settle(struck.engine.listTags(repository, {}, noSignal));
    const asked = copyRequest(isAltered ? `${repository}@${digest}` : reference, target.image.reference);
    const plan = await struck.engine.planCopy(asked, struck.signal);
    const progress = ({ step }: CopyProgress): void => void (phase = step);
    const watch = { progress, laterLook: () => undefined };
    const { outcome, unconfirmed } = await struck.engine.runCopy(plan, watch, struck.signal);
    if (struck.hits() === 0) return 'the fault never struck';
    return [outcome, ...unconfirmed.map(({ reason }) => reason)].join(', ');
  } catch (error) {
    return isEngineError(error) ? `error ${error.code}` : `no named error: ${String(error)}`;
  } finally {
    await struck.stop();
  }
}

/** The looks behind a list that was written go on beside the copy: their waits must not run out its deadlines. */
function clockWithoutWaits(): FakeClock {
  return { ...createFakeClock(), sleep: (_milliseconds, signal) => Promise.resolve(signal.throwIfAborted()) };
}

/** What the source did not show, or not as it is: nobody can copy that. */
function hides(request: string, fault: FaultName): 'signature' | 'referrer' | undefined {
  if (request === '.sig' && (fault === '404' || fault === 'altered, once')) return 'signature';
  return (request === 'referrers' || request === 'referrer') && fault === '404' ? 'referrer' : undefined;
}

/** What nobody may find at the registries afterwards. */
function whatIsWrong(
  setting: CopySetting,
  before: TargetState,
  outcome: string,
  hidden: ReturnType<typeof hides>,
): string[] {
  const { source, old, referrer } = setting;
  const now = targetState(setting);
  const isCopied = outcome.startsWith('copied');
  const signatures = signaturesAtSource(setting);
  const problems: string[] = [];
  if (signatures.length !== 1) problems.push('the signature at the source is gone');
  if (before.list.layers.some((layer) => !now.list.layers.includes(layer)))
    problems.push('a signature at the target is gone');
  if (before.referrers.some((one) => !now.referrers.includes(one)))
    problems.push('a referrer at the target is gone');
  if (now.missing.length > 0) problems.push('something is named that is not there');
  if (isCopied && hidden !== 'signature' && signatures.some((layer) => !now.list.layers.includes(layer)))
    problems.push('it says copied, and the signature is not there');
  if (isCopied && hidden !== 'referrer' && !now.referrers.includes(referrer))
    problems.push('it says copied, and the referrer is not there');
  const mayBe =
    outcome === 'error copy-not-confirmed'
      ? [old, source.image.digest]
      : [isCopied ? source.image.digest : old];
  if (!mayBe.includes(now.tag ?? '')) problems.push(`the tag points at ${String(now.tag)}`);
  return problems;
}
