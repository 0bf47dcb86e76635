// Every fault at every request of a removal: the named error or what was chosen is gone, and never a signature that was
// not chosen.
import { isEngineError } from '../../src/engine/errors.ts';
import type { RemoveStep } from '../../src/engine/removePlan.ts';
import { signatureTag } from '../../src/engine/signatures/tags.ts';
import { removeRequest } from '../support/removal.ts';
import { append, signatureBy } from '../support/rival.ts';
import { makeSigner, noSignal } from '../support/scene.ts';
import type { Row } from './expected.ts';
import { removeAll, removeOne } from './expectedRemove.ts';
import type { FaultName } from './faults.ts';
import { type Asked, newSetting, type Setting, settle, strike } from './stage.ts';
import { type TagState, tagState } from './tagState.ts';
import { tallyOf } from './tally.ts';

const ann = makeSigner('ann');
const ben = makeSigner('ben');

const cases: readonly { title: string; rows: Readonly<Record<string, Row>>; others: boolean }[] = [
  { title: 'one signer’s signature beside another’s', rows: removeOne, others: true },
  { title: 'the only signature', rows: removeAll, others: false },
];

describe('removing with a fault', () => {
  const tally = tallyOf('remove');

  for (const { title, rows, others } of cases) {
    describe(`of ${title}`, () => {
      tally.add(rows);
      let setting: Setting;
      let restore: () => void;
      before(async () => {
        setting = await newSetting({ checks: false, singlePost: false });
        if (others) append(setting.registry, setting.image, signatureBy(ben, setting.image));
        append(setting.registry, setting.image, signatureBy(ann, setting.image));
        restore = setting.keep();
      });
      after(() => setting.stop());

      for (const [request, row] of Object.entries(rows)) {
        it(`ends as the table says, and takes nothing along, for every fault of its ${request} request`, async () => {
          await tally.holdAgainst(row, async (fault) => {
            restore();
            const before = tagState(setting);
            const found = await outcomeOf(setting, request, fault);
            return { found, problems: whatIsWrong(before, tagState(setting), found) };
          });
        });
      }
    });
  }
});

type Phase = 'plan' | RemoveStep;

async function outcomeOf(setting: Setting, request: string, fault: FaultName): Promise<string> {
  const { image } = setting;
  let phase: Phase = 'plan';
  const isMeant = matcher(setting, request);
  const struck = await strike(setting, fault, (asked) => isMeant(asked, phase));
  try {
    await settle(struck.engine.listTags(image.repository, {}, noSignal));
    const plan = await struck.engine.planRemove(removeRequest(image.reference, ann), struck.signal);
    if (plan.lists.every(({ action }) => action === 'none')) return 'nothing';
    const watch = (step: RemoveStep): void => void (phase = step);
    const { lists } = await struck.engine.runRemove(plan, watch, struck.signal);
    if (struck.hits() === 0) return 'the fault never struck';
    const [only] = lists;
    if (only?.failure !== undefined) return `error ${only.failure.code}`;
    return only?.unconfirmed === undefined ? String(only?.outcome) : `${only.outcome}, ${only.unconfirmed}`;
  } catch (error) {
    return isEngineError(error) ? `error ${error.code}` : `no named error: ${String(error)}`;
  } finally {
    await struck.stop();
  }
}

/** What nobody may find at the registry afterwards. ann's layer is the last one. */
function whatIsWrong(before: TagState, now: TagState, outcome: string): string[] {
  const chosen = before.layers.at(-1) ?? '';
  const problems: string[] = [];
  if (before.layers.some((layer) => layer !== chosen && !now.layers.includes(layer))) {
    problems.push('a signature is gone that was not chosen');
  }
  if (now.missing.length > 0) problems.push('the list names a blob that is not there');
  const isDone = outcome.startsWith('rewritten') || outcome.startsWith('deleted');
  if (isDone && now.layers.includes(chosen)) problems.push('it says that it is gone, and it is there');
  const hasChanged = now.layers.join() !== before.layers.join();
  if (!isDone && hasChanged && outcome !== 'error removal-not-confirmed')
    problems.push('something was written');
  return problems;
}

function matcher({ image }: Setting, request: string): (asked: Asked, phase: Phase) => boolean {
  const isTag = ({ method, url }: Asked): boolean =>
    method === 'GET' && url.endsWith(signatureTag(image.digest));
  let isUploaded = false;
  const isBehindUpload = (asked: Asked): boolean => {
    isUploaded ||= asked.method === 'PUT' && asked.url.includes('/blobs/uploads/');
    return isUploaded && isTag(asked);
  };
  const matchers: Readonly<Record<string, (asked: Asked, phase: Phase) => boolean>> = {
    subject: ({ url }, phase) => phase === 'plan' && url.endsWith('/manifests/1.0'),
    'plan .sig': (asked, phase) => phase === 'plan' && isTag(asked),
    'fresh .sig': (asked, phase) => phase === 'reading' && isTag(asked),
    'last .sig': (asked, phase) => isBehindUpload(asked) && phase === 'reading',
    'tags before the delete': ({ url }, phase) => phase === 'reading' && url.includes('/tags/list'),
    'upload POST': ({ method }) => method === 'POST',
    'upload PUT': ({ method, url }) => method === 'PUT' && url.includes('/blobs/uploads/'),
    write: ({ method, url }) => method === 'PUT' && url.includes('/manifests/'),
    delete: ({ method }) => method === 'DELETE',
    'read-back': (asked, phase) => phase === 'reading-back' && isTag(asked),
  };
  const found = matchers[request];
  if (found === undefined) throw new Error(`no matcher for ${request}`);
  return found;
}
