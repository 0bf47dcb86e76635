// The lines of a repair: what is written back together, what only by itself, and what can be forgotten (S34, S38).
import assert from 'node:assert/strict';
import type { RepairItem, RepairPlan } from '../../../../src/engine/plan.ts';
import '../../../support/plainVscode.ts';

const { badItem, entryItems, repairItems, resultWords } =
  await import('../../../../src/host/ui/repairPlan.ts');

const digest = `sha256:${'a'.repeat(64)}` as const;
const item = (id: string, change: Partial<RepairItem> = {}): RepairItem => ({
  ...{ id, mark: digest, repository: 'ghcr.io/acme/app', tag: `sha256-${'a'.repeat(64)}.sig`, digest },
  ...{ fingerprint: 'f'.repeat(64), label: 'release', writtenAt: 0, credential: undefined, othersGone: 0 },
  ...{ finding: { kind: 'missing' }, wasRemoved: false },
  ...change,
});
const unseen = { kind: 'could-not-look', reason: 'unreachable' } as const;
const planOf = (...items: readonly RepairItem[]): RepairPlan => ({
  ...{ request: { keys: [], place: undefined }, items, bad: [], machine: 'this computer' },
});
/** The lines above the entries: what they say, and the entries they are about. */
const actions = (plan: RepairPlan): readonly (readonly string[])[] =>
  repairItems(plan).flatMap(({ label, value }) => {
    if (value.kind === 'repair') return [[label, ...value.items.map(({ id }) => id)]];
    return value.kind === 'forget' ? [[label, ...value.ids]] : [];
  });

describe('lines of a repair', () => {
  it('write back together what a race took, and by its own line alone what somebody removed [S34] [S38]', () => {
    const removed = item('b', { wasRemoved: true });
    assert.deepEqual(actions(planOf(item('a'), removed)), [['Write 1 signature back', 'a']]);
    assert.deepEqual(actions(planOf(removed)), []);
    const [line] = repairItems(planOf(removed));
    assert.equal(line?.label, 'Was there, then somebody removed it');
    assert.deepEqual(
      entryItems(removed).map(({ label }) => label),
      ['Write this one back', 'Leave it as it is, and forget it'],
    );
  });

  it('forget together only what nobody can repair as things are [S34]', () => {
    const stuck = (['removed-here', 'no-own-key', 'not-ours', 'image-gone'] as const).map((kind) =>
      item(kind, { finding: { kind } }),
    );
    const others = [item('x', { finding: unseen }), item('y', { finding: { kind: 'other-credential' } })];
    const bad = (['garbled', 'too-large', 'other-version', 'not-readable'] as const).map((problem) => ({
      ...{ id: problem, problem },
    }));
    assert.deepEqual(actions({ ...planOf(...stuck, ...others), bad }), [
      [
        'Forget 6 entries that cannot be repaired',
        'removed-here',
        'no-own-key',
        'not-ours',
        'image-gone',
        'garbled',
        'too-large',
      ],
    ]);
    assert.deepEqual(
      entryItems(others[0] ?? item('')).map(({ label }) => label),
      ['Wait for it no longer'],
    );
  });

  it('offer a line of its own for what another version wrote, or what cannot be read just now [S34]', () => {
    const bad = (['other-version', 'not-readable'] as const).map((problem) => ({
      ...{ id: `${problem}.json`, problem },
    }));
    const lines = repairItems({ ...planOf(), bad });
    assert.deepEqual(
      lines.map(({ label, value }) => [label, value.kind]),
      [
        ['No entry: other-version.json', 'bad'],
        ['No entry: not-readable.json', 'bad'],
      ],
    );
    for (const entry of bad) assert.deepEqual(badItem(entry).value, { kind: 'forget', ids: [entry.id] });
  });

  it('say that all is there only where all is', () => {
    const there = item('a', { finding: { kind: 'there' } });
    assert.deepEqual(actions(planOf(there)), [['All is there: wait for it no longer', 'a']]);
    const mixed = planOf(there, item('b', { finding: unseen }));
    assert.deepEqual(actions(mixed), [['Wait no longer for what is there', 'a']]);
  });

  it('tell what came of it, and whether something is left to do', () => {
    const told = (outcome: Parameters<typeof resultWords>[0]['items'][number]['outcome']): boolean =>
      resultWords({ items: [{ item: item('a'), outcome }] }).isWell;
    assert.ok(told({ kind: 'written-back', unconfirmed: undefined }) && told({ kind: 'confirmed' }));
    assert.ok(!told({ kind: 'written-back', unconfirmed: 'forbidden' }));
    assert.ok(!told({ kind: 'changed' }) && !told({ kind: 'failed', reason: 'forbidden' }));
  });

  it('say what was written back before the person cancelled, and how many were not tried', () => {
    const outcomes = [{ kind: 'written-back', unconfirmed: undefined }, { kind: 'not-tried' }] as const;
    const items = outcomes.map((outcome) => ({ item: item('a'), outcome }));
    assert.deepEqual(resultWords({ items }), {
      text: 'The signature in ghcr.io/acme/app:sha256-aaaaaaaaaaaa….sig is written back. Cancelled; not tried any more: 1.',
      isWell: false,
    });
  });
});
