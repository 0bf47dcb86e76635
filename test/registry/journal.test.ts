// The journal of what was written and has not been seen quiet yet: when an entry is there, and what it holds.
import assert from 'node:assert/strict';
import { credentialMark, isWaiting, readJournal } from '../../src/engine/store/journal.ts';
import type { JournalEntry } from '../../src/engine/store/journalEntry.ts';
import { createFakeClock } from '../support/fakeClock.ts';
import { overwrite, signatureBy } from '../support/rival.ts';
import { makeSigner, newStage, type Stage } from '../support/scene.ts';
import { createMemoryStorage, type MemoryStorage } from '../support/storage.ts';
import { isTagRead, isTagWrite, newStoreStage, type StoreStage } from './storeStage.ts';

const [ann, ben] = [makeSigner('ann'), makeSigner('ben')];

describe('the journal', () => {
  let store: StoreStage;
  beforeEach(async () => {
    store = await newStoreStage();
  });
  afterEach(() => store.stage.stop());

  const by = (signer: typeof ann): ReturnType<typeof signatureBy> => signatureBy(signer, store.stage.image);
  const entries = async (): Promise<readonly JournalEntry[]> =>
    (await readJournal(store.session.world)).entries;

  it('holds what is being written before the write, and until the last look that missed nothing [V7]', async () => {
    const atWrite: string[] = [];
    store.answer((request) => {
      if (isTagWrite(request)) atWrite.push(...store.storage.files.keys());
      return undefined;
    });
    const mine = by(ann);
    const added = await store.add(mine);
    assert.equal(atWrite.filter((path) => path.startsWith('journal/')).length, 1);
    const [entry] = await entries();
    assert.ok(entry !== undefined && added.outcome === 'written');
    assert.equal(entry.state, 'looking');
    assert.deepEqual(entry.layers, added.mine);
    assert.deepEqual(entry.payload, mine.payload);
    const looks: (string | undefined)[] = [];
    const states = (): readonly (string | undefined)[] =>
      [...store.storage.files.values()].map(
        (bytes) => /"state":"([^"]*)"/.exec(new TextDecoder().decode(bytes))?.[1],
      );
    await store.lookAfter(added, () => looks.push(...states()));
    assert.deepEqual(looks, ['seen', 'seen', 'seen']);
    assert.deepEqual(await entries(), []);
  });

  it('holds nothing of a write that was refused, and of one that was not needed', async () => {
    store.answer((request) => (isTagWrite(request) ? { status: 403, body: '{}' } : undefined));
    await assert.rejects(store.add(by(ann)));
    assert.deepEqual(await entries(), []);
    overwrite(store.stage.registry, store.stage.image, [by(ben)]);
    const added = await store.add(by(ann), { isEquivalent: () => true });
    assert.equal(added.outcome, 'already-there');
    assert.deepEqual(await entries(), []);
  });

  it('keeps what nobody could confirm, for Repair [S34]', async () => {
    store.answer((request) => (isTagWrite(request) ? { status: 502, body: 'no' } : undefined));
    await assert.rejects(store.add(by(ann)));
    const [entry] = await entries();
    assert.equal(entry?.state, 'not-confirmed');
    assert.equal(await isWaiting(store.session.world, entry), true);
  });

  it('keeps what somebody removed, for Repair [S34]', async () => {
    const [anns, bens] = [by(ann), by(ben)];
    const rewrite = (...signatures: ReturnType<typeof by>[]): void =>
      overwrite(store.stage.registry, store.stage.image, signatures);
    const added = await store.add(anns);
    await store.lookAfter(added, (look) => look === 1 && rewrite(bens));
    assert.deepEqual(await entries(), [], 'a race is healed');
    const again = await store.add(by(ann));
    await store.lookAfter(again, () => rewrite(anns, bens));
    assert.equal((await entries())[0]?.state, 'lost');
  });

  it('keeps what could not be looked at again', async () => {
    const added = await store.add(by(ann));
    store.answer((request) => (isTagRead(request) ? { status: 403, body: '{}' } : undefined));
    await store.lookAfter(added, () => undefined);
    assert.equal((await entries())[0]?.state, 'not-confirmed');
  });

  it('calls seen only what was read back [S34]', async () => {
    const state = async (): Promise<string | undefined> => (await entries())[0]?.state;
    let written = false;
    let refused = true;
    store.answer((request) => {
      written ||= isTagWrite(request);
      return refused && written && isTagRead(request) ? { status: 403, body: '{}' } : undefined;
    });
    const closed = new AbortController();
    const added = await store.add(by(ann));
    await store.lookAfter(added, () => closed.abort(), closed.signal);
    assert.equal(await state(), 'looking', 'nobody saw it before the window was closed');

    const later = new AbortController();
    await store.lookAfter(added, (look) => (look === 1 ? (refused = false) : later.abort()), later.signal);
    assert.equal(await state(), 'seen');
  });

  it('lets go of what a second look found again, and not of what a look had to write back [S34]', async () => {
    const gone = await store.add(by(ann));
    await store.lookAfter(gone, (look) =>
      store.answer((request) => (look === 3 && isTagRead(request) ? { status: 404, body: '{}' } : undefined)),
    );
    assert.deepEqual(await entries(), []);

    const healed = await store.add(by(ann), { isEquivalent: () => false });
    await store.lookAfter(healed, (look) => {
      if (look >= 3) overwrite(store.stage.registry, store.stage.image, [by(ben)]);
      if (look === 4)
        store.answer((request) => (isTagRead(request) ? { status: 403, body: '{}' } : undefined));
    });
    assert.equal((await entries())[0]?.state, 'not-confirmed');
  });

  it('does not write again what a person forgot while a window looked [S34]', async () => {
    const added = await store.add(by(ann));
    await store.lookAfter(added, (look) => {
      if (look === 2) overwrite(store.stage.registry, store.stage.image, []);
      if (look === 2) for (const file of store.storage.files.keys()) store.storage.files.delete(file);
    });
    assert.deepEqual(await entries(), []);
  });

  it('leaves an entry to the window that looks, until that has ended or had its time', async () => {
    await store.add(by(ann));
    const [entry] = await entries();
    assert.ok(entry);
    assert.equal(await isWaiting(store.session.world, entry), false);
    store.storage.ended.add(entry.owner.pid);
    assert.equal(await isWaiting(store.session.world, entry), true);
    store.storage.ended.clear();
    store.clock.jump(-3_600_000);
    assert.equal(await isWaiting(store.session.world, entry), true);
  });

  it('uses nothing that is no entry, and names each in the log [N7]', async () => {
    await store.add(by(ann));
    const [path, bytes] = [...store.storage.files][0] ?? ['', new Uint8Array()];
    const text = new TextDecoder().decode(bytes);
    const put = (name: string, content: string): void =>
      void store.storage.files.set(`journal/${name}`, new TextEncoder().encode(content));
    put('a.json', text.slice(1));
    put('b.json', text.replace('"version":1', '"version":2'));
    put('c.json', text.replace('.sig"', '"'));
    put('d.json', text.replace('"state":"looking"', '"state":"obey"'));
    put('e.json', text.replace(/"repository":"[^"]*"/, '"repository":"../x"'));
    put('f.json', text + ' '.repeat(2 * 1024 * 1024));
    put('g.json', '[]');
    const { entries: good, bad } = await readJournal(store.session.world);
    assert.deepEqual(
      good.map(({ id }) => `journal/${id}`),
      [path],
    );
    assert.deepEqual(
      bad.map(({ id, problem }) => `${id} ${problem}`),
      [
        ...['a.json garbled', 'b.json other-version', 'c.json garbled', 'd.json garbled', 'e.json garbled'],
        ...['f.json too-large', 'g.json garbled'],
      ],
    );
  });
});

describe('signing where nothing can be noted', () => {
  let stage: Stage;
  let storage: MemoryStorage;
  afterEach(() => stage.stop());

  it('goes on and says so', async () => {
    storage = createMemoryStorage();
    storage.isFull = true;
    stage = await newStage({}, { clock: createFakeClock(), storage });
    const result = await stage.sign(ann);
    assert.equal(result.outcome, 'signed');
    assert.equal(result.isNoted, false);
    assert.equal((await stage.verify([ann])).verdict, 'verified');
  });

  it('knows who wrote without a name: some registries take a token as the user [N1]', async () => {
    const description = { kind: 'docker-config', detail: '~/.docker/config.json', user: 'canary' } as const;
    assert.match(credentialMark(description), /^[0-9a-f]{64}$/);
    assert.notEqual(credentialMark(description), credentialMark({ ...description, user: '' }));
    storage = createMemoryStorage();
    stage = await newStage({}, { storage });
    await stage.sign(ann);
    const [text] = [...storage.files.values()].map((bytes) => new TextDecoder().decode(bytes));
    assert.match(text ?? '', /"credential":"[0-9a-f]{64}"/);
  });
});
