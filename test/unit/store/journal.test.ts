// One entry of the journal: changed from two sides at once, and too large.
import assert from 'node:assert/strict';
import { newNote, readJournal, removeEntry } from '../../../src/engine/store/journal.ts';
import type { EntryOrigin } from '../../../src/engine/store/journalEntry.ts';
import { createMemoryStorage } from '../../support/storage.ts';
import { createTestWorld } from '../../support/world.ts';

const digest = `sha256:${'0'.repeat(64)}` as const;
const origin: EntryOrigin = {
  ...{ repository: { registry: 'registry.example', path: 'app' }, tag: `sha256-${'0'.repeat(64)}.sig` },
  ...{ payload: new TextEncoder().encode('{}'), mediaTypes: 'oci' },
  ...{ fingerprint: '0'.repeat(64), credential: '0'.repeat(64) },
};

describe('an entry of the journal', () => {
  it('stays forgotten, also where a look is just about to write it again [S34]', async () => {
    const disk = createMemoryStorage(1);
    const person: { wantsGone?: string; forgetting?: Promise<void> } = {};
    const storage = {
      ...disk,
      read: async (...of: Parameters<typeof disk.read>) => {
        const bytes = await disk.read(...of);
        // The person forgets it when the look has seen that it is there.
        if (person.wantsGone !== undefined) person.forgetting ??= removeEntry(world, person.wantsGone);
        await new Promise((resolve) => setImmediate(resolve));
        return bytes;
      },
    };
    const world = createTestWorld({ storage });
    const note = newNote(world, origin);
    const content = { layers: [], seen: [], manifest: digest } as const;
    assert.ok(await note.write({ ...content, state: 'seen' }));
    const [id = ''] = await storage.list('journal');
    person.wantsGone = id;
    await note.write({ ...content, state: 'lost' });
    assert.ok(person.forgetting !== undefined);
    await person.forgetting;
    assert.equal(disk.files.size, 0);
    assert.deepEqual((await readJournal(world)).entries, []);
  });

  it('is not written where nobody would read it again for its size, and that is told', async () => {
    const disk = createMemoryStorage(1);
    const world = createTestWorld({ storage: disk });
    const note = (bytes: number): ReturnType<typeof newNote> =>
      newNote(world, { ...origin, payload: new Uint8Array(bytes) });
    const content = { layers: [], seen: [], manifest: digest, state: 'looking' } as const;
    assert.equal(await note(2 * 1024 * 1024).write(content), false);
    assert.equal(disk.files.size, 0);
    assert.ok(world.logged.some((line) => line.includes('is not in the journal')));
    assert.equal(await note(512 * 1024).write(content), true);
  });
});
