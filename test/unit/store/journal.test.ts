// One entry of the journal, changed from two sides at once.
import assert from 'node:assert/strict';
import { newNote, readJournal, removeEntry } from '../../../src/engine/store/journal.ts';
import { createMemoryStorage } from '../../support/storage.ts';
import { createTestWorld } from '../../support/world.ts';

const digest = `sha256:${'0'.repeat(64)}` as const;

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
    const note = newNote(world, {
      ...{ repository: { registry: 'registry.example', path: 'app' }, tag: `sha256-${'0'.repeat(64)}.sig` },
      ...{ payload: new TextEncoder().encode('{}'), mediaTypes: 'oci' },
      ...{ fingerprint: '0'.repeat(64), credential: '0'.repeat(64) },
    });
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
});
