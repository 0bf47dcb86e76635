// Every fault at every request of a repair: the signature is written back, or the entry says why not and stays in the
// journal; and every signature of others that was there is there.
import { createEngine } from '../../src/engine/engine.ts';
import { isEngineError } from '../../src/engine/errors.ts';
import { signatureTag } from '../../src/engine/signatures/tags.ts';
import { repositoryOf } from '../demo/state.ts';
import { overwrite, pathOf, signatureBy } from '../support/rival.ts';
import { makeSigner, noSignal, signRequest } from '../support/scene.ts';
import { createMemoryStorage } from '../support/storage.ts';
import { createTestWorld } from '../support/world.ts';
import type { Row } from './expected.ts';
import { repairGone, repairLost } from './expectedRepair.ts';
import type { FaultName } from './faults.ts';
import { type Asked, newSetting, type Setting, settle, strike } from './stage.ts';
import { type TagState, tagState } from './tagState.ts';
import { tallyOf } from './tally.ts';

const ann = makeSigner('ann');
const ben = makeSigner('ben');

const cases: readonly { title: string; rows: Readonly<Record<string, Row>>; others: boolean }[] = [
  { title: 'of a signature that another’s list has replaced', rows: repairLost, others: true },
  { title: 'of a signature whose list is gone', rows: repairGone, others: false },
];

describe('repairing with a fault', () => {
  const tally = tallyOf('repair');

  for (const { title, rows, others } of cases) {
    describe(title, () => {
      tally.add(rows);
      let setting: Setting;
      let restore: () => void;
      let journal: ReadonlyMap<string, Uint8Array>;
      let mine: string;
      before(async () => {
        setting = await newSetting({ checks: false, singlePost: false });
        journal = await signAndClose(setting);
        mine = tagState(setting).layers[0] ?? '';
        repositoryOf(setting.registry.state, pathOf(setting.image)).tags.delete(
          signatureTag(setting.image.digest),
        );
        if (others) overwrite(setting.registry, setting.image, [signatureBy(ben, setting.image)]);
        restore = setting.keep();
      });
      after(() => setting.stop());

      for (const [request, row] of Object.entries(rows)) {
        it(`ends as the table says, and loses nothing, for every fault of its request “${request}”`, async () => {
          await tally.holdAgainst(row, async (fault) => {
            restore();
            const before = tagState(setting);
            const { found, waits } = await outcomeOf(setting, request, fault, journal);
            return { found, problems: whatIsWrong(before, tagState(setting), mine, found, waits) };
          });
        });
      }
    });
  }
});

/** Ann signs, and her window is closed before it looked again; gives what it left behind. */
async function signAndClose({ image }: Setting): Promise<ReadonlyMap<string, Uint8Array>> {
  const disk = createMemoryStorage(1);
  const engine = createEngine(createTestWorld({ storage: disk }));
  const plan = await engine.planSign(signRequest(image.reference, ann), noSignal);
  const watch = { step: () => undefined, laterLook: () => undefined };
  await engine.runSign(plan, ann.open, watch, noSignal);
  engine.dispose();
  return new Map(disk.files);
}

async function outcomeOf(
  setting: Setting,
  request: string,
  fault: FaultName,
  journal: ReadonlyMap<string, Uint8Array>,
): Promise<{ readonly found: string; readonly waits: boolean }> {
  const disk = createMemoryStorage(2);
  for (const [path, bytes] of journal) disk.files.set(path, bytes);
  disk.ended.add(1);
  let isRun = false;
  const isMeant = matcher(setting, request);
  const struck = await strike(setting, fault, (asked) => isMeant(asked, isRun), { storage: disk });
  const told = async (): Promise<string> => {
    try {
      await settle(struck.engine.listTags(setting.image.repository, {}, noSignal));
      const plan = await struck.engine.planRepair({ keys: [ann.key], place: undefined }, struck.signal);
      const finding = plan.items[0]?.finding;
      if (finding?.kind === 'could-not-look') return `left ${finding.reason}`;
      if (finding?.kind !== 'missing') return `left ${String(finding?.kind)}`;
      isRun = true;
      const { items } = await struck.engine.runRepair(plan, { laterLook: () => undefined }, struck.signal);
      if (struck.hits() === 0) return 'the fault never struck';
      const outcome = items[0]?.outcome;
      if (outcome?.kind === 'failed') return `failed ${outcome.reason}`;
      if (outcome?.kind !== 'written-back') return String(outcome?.kind);
      return outcome.unconfirmed === undefined ? 'written-back' : `written-back, ${outcome.unconfirmed}`;
    } catch (error) {
      return isEngineError(error) ? `error ${error.code}` : `no named error: ${String(error)}`;
    }
  };
  const found = await told();
  // Before the looks behind the result take it away.
  const waits = [...disk.files.keys()].some((path) => path.startsWith('journal/'));
  await struck.stop();
  return { found, waits };
}

/** What nobody may find at the registry, or miss in the journal, afterwards. */
function whatIsWrong(
  before: TagState,
  now: TagState,
  mine: string,
  outcome: string,
  waits: boolean,
): string[] {
  const problems: string[] = [];
  if (before.layers.some((layer) => !now.layers.includes(layer))) problems.push('a signature is gone');
  if (now.missing.length > 0) problems.push('the list names a blob that is not there');
  const isDone = outcome.startsWith('written-back');
  if (isDone && !now.layers.includes(mine)) problems.push('it says written back, and it is not there');
  if (!isDone && !waits) problems.push('nobody waits for it any more');
  const mayBeThere = isDone || outcome === 'failed write-not-confirmed';
  if (!mayBeThere && now.layers.join() !== before.layers.join()) problems.push('something was written');
  return problems;
}

function matcher({ image }: Setting, request: string): (asked: Asked, isRun: boolean) => boolean {
  let [isLookedAt, isWritten] = [false, false];
  const see = ({ method, url }: Asked, isRun: boolean): void => {
    if (isRun && url.endsWith(image.digest)) isLookedAt = true;
    if (method === 'PUT' && url.includes('/manifests/')) isWritten = true;
  };
  const isList = ({ method, url }: Asked): boolean =>
    method === 'GET' && url.endsWith(signatureTag(image.digest));
  const isImage = ({ method, url }: Asked): boolean => method === 'GET' && url.endsWith(image.digest);
  const matchers: Readonly<Record<string, (asked: Asked, isRun: boolean) => boolean>> = {
    'planned list': (asked, isRun) => !isRun && isList(asked),
    'planned image': (asked, isRun) => !isRun && isImage(asked),
    list: (asked, isRun) => isRun && !isLookedAt && isList(asked),
    image: (asked, isRun) => isRun && isImage(asked),
    'upload POST': ({ method }) => method === 'POST',
    'upload PUT': ({ method, url }) => method === 'PUT' && url.includes('/blobs/uploads/'),
    'fresh list': (asked) => isLookedAt && !isWritten && isList(asked),
    write: ({ method, url }) => method === 'PUT' && url.includes('/manifests/'),
    'read-back': (asked) => isWritten && isList(asked),
  };
  const found = matchers[request];
  if (found === undefined) throw new Error(`no matcher for ${request}`);
  return (asked, isRun) => {
    see(asked, isRun);
    return found(asked, isRun);
  };
}
