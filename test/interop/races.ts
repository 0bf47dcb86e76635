// Cells about writing beside others: many processes at one tag of a real registry, and writers that are killed.
import assert from 'node:assert/strict';
import { newRaceImage, race, signaturesAt, startWriters, sumOfRaces } from '../support/races/race.ts';
import type { DeathAt } from '../support/races/writer.ts';
import type { Cells } from './results.ts';

const deaths: readonly DeathAt[] = [
  'fresh read',
  'upload',
  'before the write',
  'write sent',
  'write answered',
  'read-back',
];

/** 16 writers × 3 rounds: none lost, and they did meet. */
export async function races(cells: Cells, registry: string, address: string): Promise<void> {
  await cells.run(`${registry}: of 16 writers at once none is lost, three times`, async () => {
    const writers = await startWriters(16);
    try {
      const rounds = [];
      for (let round = 0; round < 3; round += 1) rounds.push(await race(address, writers.all, [], 6000));
      const { written, surviving, overlapping, merges } = sumOfRaces(rounds);
      console.log(
        `        ${surviving} of ${written} survive; ${overlapping} writes overlapped, ${merges} merges`,
      );
      assert.equal(surviving, written);
      assert.equal(written, 48);
      assert.ok(overlapping > 0 && merges > 0, 'they never met');
    } finally {
      await writers.stop();
    }
  });
}

/** A writer that is killed leaves the old list or the new one, and the next run and Repair pick up. */
export async function killedWriters(cells: Cells, registry: string, address: string): Promise<void> {
  for (const dieAt of deaths) {
    await cells.run(
      `${registry}: a writer killed at “${dieAt}” leaves the old list or the new one`,
      async () => {
        const writers = await startWriters(2);
        const [first, victim] = writers.all;
        assert.ok(first !== undefined && victim !== undefined);
        try {
          const image = await newRaceImage(address);
          const reference = `${image.repository}@${image.digest}`;
          const sign = async (writer: typeof first): Promise<string> => {
            await writer.order({ kind: 'plan', reference });
            const reply = await writer.order({ kind: 'write', settle: 0 });
            assert.ok(reply.kind === 'written', JSON.stringify(reply));
            return reply.mine;
          };
          const old = await sign(first);
          await victim.order({ kind: 'plan', reference, dieAt });
          const reply = await victim.order({ kind: 'write', settle: 0 });
          await victim.ended;
          assert.deepEqual(reply, { kind: 'failed', why: 'it died' });
          // It throws where the list is not whole.
          const there = await signaturesAt(address, image);
          assert.ok(there.has(old), 'the old signature is gone');
          const isNew = dieAt === 'write answered' || dieAt === 'read-back';
          if (dieAt !== 'write sent') assert.equal(there.size, isNew ? 2 : 1);

          const revived = writers.revive(victim);
          const outcomes = await revived.order({ kind: 'repair' });
          assert.ok(outcomes.kind === 'repaired', JSON.stringify(outcomes));
          assert.ok(outcomes.outcomes.every((one) => one === 'confirmed' || one === 'written-back'));
          const mayBeWritten = dieAt !== 'fresh read' && dieAt !== 'upload';
          if (mayBeWritten) assert.equal(outcomes.outcomes.length, 1, 'it was not in the journal');
          const next = await sign(revived);
          const after = await signaturesAt(address, image);
          assert.ok(after.has(old) && (after.has(next) || after.size === 2));
          for (const one of there) assert.ok(after.has(one));
        } finally {
          await writers.stop();
        }
      },
    );
  }
}
