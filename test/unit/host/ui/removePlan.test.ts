// The lines of a removal's plan: what goes and how, what stays, and who writes where (V1, S38).
import assert from 'node:assert/strict';
import type { RemovableSignature, RemoveList, RemovePlan } from '../../../../src/engine/removePlan.ts';
import '../../../support/plainVscode.ts';

const { removePlanItems } = await import('../../../../src/host/ui/removePlan.ts');

const digest = `sha256:${'a'.repeat(64)}` as const;
const list = `sha256:${'b'.repeat(64)}` as const;
const tag = `sha256-${'a'.repeat(64)}.sig`;
const nobody = { kind: 'anonymous', detail: '', user: '' } as const;
const settings = { signatureRepository: undefined, layout: undefined, legacyMediaTypes: undefined };

function signature(index: number, chosen = true, label?: string): RemovableSignature {
  const place = {
    ...{ kind: 'sig-tag', role: 'own', repository: 'ghcr.io/acme/app', target: tag, required: true },
  } as const;
  const claimed = {
    ...{ place, index, format: 'simple-signing', descriptor: { digest: list, mediaType: '', size: 1 } },
  } as unknown as RemovableSignature['claimed'];
  return { claimed, signer: label === undefined ? undefined : { fingerprint: '', label }, chosen };
}

const listOf = (change: Partial<RemoveList> = {}): RemoveList => ({
  ...{ repository: 'ghcr.io/acme/app', tag, subject: digest, manifest: list },
  ...{ signatures: [signature(0)], action: 'delete', obstacle: undefined, otherTags: [], undeletable: false },
  credential: { description: nobody, identity: 'anonymous', push: 'granted' },
  ...change,
});
const planOf = (lists: readonly RemoveList[], change: Partial<RemovePlan> = {}): RemovePlan => ({
  request: {
    ...{ from: { kind: 'image', reference: 'ghcr.io/acme/app:1.0' }, choice: { kind: 'all' }, settings },
    ...{ whenEmpty: 'delete', knownKeys: [] },
  },
  image: { repository: 'ghcr.io/acme/app', digest, tag: '1.0' },
  lists,
  left: [],
  machine: 'this computer',
  ...change,
});
const linesOf = (plan: RemovePlan, changes: readonly string[] = []): readonly string[] =>
  removePlanItems(plan, changes).map(
    ({ label, description = '', detail = '' }) => `${label} | ${description} | ${detail}`,
  );
const has = (plan: RemovePlan, line: RegExp): void => {
  assert.ok(
    linesOf(plan).some((one) => line.test(one)),
    linesOf(plan).join('\n'),
  );
};

describe('lines of a removal’s plan', () => {
  it('begin with Remove, and only that line removes [V1] [S38]', () => {
    const items = removePlanItems(planOf([listOf()]), ['Somebody signed.']);
    assert.equal(items[0]?.label, 'Remove');
    assert.equal(items.filter(({ value }) => value === 'remove').length, 1);
    assert.equal(items[1]?.label, 'Somebody signed.');
  });

  it('say what happens to each list, where first and which then', () => {
    has(
      planOf([listOf()]),
      /^Deleted, nothing would be left: sha256-aaaaaaaaaaaa….* \| ghcr\.io\/acme\/app · sha256:b{64}$/,
    );
    const signatures = [signature(0, true, 'ann'), signature(1, false)];
    const rewritten = planOf([listOf({ action: 'rewrite', signatures })]);
    has(rewritten, /^Written again without 1 of 2/);
    has(rewritten, /^Signature 1 \| by .*ann/);
    assert.ok(!linesOf(rewritten).some((line) => line.startsWith('Signature 2')));
    has(planOf([listOf({ action: 'delete-tag', otherTags: ['kept'] })]), /kept has the same digest/);
    has(planOf([listOf({ action: 'delete-tag', otherTags: 'cannot-tell' })]), /others may share its digest/);
    has(planOf([listOf({ action: 'none', obstacle: 'is-the-subject' })]), /it is the image itself/);
  });

  it('say that a registry deletes nothing only where it said so', () => {
    const emptied = (undeletable: boolean): RemovePlan =>
      planOf([listOf({ action: 'empty-list', undeletable })]);
    has(emptied(true), /This registry deletes nothing/);
    assert.ok(!linesOf(emptied(false)).some((line) => line.includes('deletes nothing')));
  });

  it('say that none was found, and no more than that where something could not be read', () => {
    const failure = { code: 'cancelled', details: { what: '' } } as const;
    const left: RemovePlan['left'] = [{ kind: 'not-readable', place: `ghcr.io/acme/app:${tag}`, failure }];
    has(planOf([]), /^Close .* No signature in \.sig tags was found\.$/);
    has(planOf([], { left }), /^Close .* There is no signature here that was chosen/);
    has(
      planOf([listOf({ action: 'none', signatures: [signature(0, false)] })]),
      /^Close .* There is no signature here that was chosen/,
    );
  });

  it('hide no refusal of one registry behind the grant of another', () => {
    const denied = { description: nobody, identity: 'anonymous', push: 'denied' } as const;
    const plan = planOf([listOf(), listOf({ repository: 'quay.io/acme/app', credential: denied })]);
    assert.equal(removePlanItems(plan, [])[0]?.label, 'Remove Anyway');
    has(plan, /^Credential: anonymous \| ghcr\.io \| On this computer\. The registry grants it\.$/);
    has(plan, /^Credential: anonymous \| quay\.io \| On this computer\. The registry denies it\.$/);
    const one = planOf([listOf(), listOf()]);
    assert.equal(linesOf(one).filter((line) => line.startsWith('Credential')).length, 1);
  });
});
