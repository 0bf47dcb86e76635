// What all fault tests of one run come to, verb by verb, printed behind the last of them: requests × faults, how many of
// these can be (an answer without a body has none to break), and how many ended otherwise than the table says.
import assert from 'node:assert/strict';
import type { Row } from './expected.ts';
import { type FaultName, faultNames } from './faults.ts';

export interface Tally {
  /** The requests of one case, which are about to be broken. */
  add(rows: Readonly<Record<string, Row>>): void;
  /** Every fault of one request: each must end as its row says, with nothing else that is wrong. */
  holdAgainst(row: Row, strike: (fault: FaultName) => Promise<Ending>): Promise<void>;
}

/** What a fault led to: the outcome, in the words of the tables, and whatever else is wrong then. */
export interface Ending {
  readonly found: string;
  readonly problems: readonly string[];
}

interface Count {
  requests: number;
  tried: number;
  wrong: number;
}

const verbs = new Map<string, Count>();

/** The counts of one verb. */
export function tallyOf(verb: string): Tally {
  const count = verbs.get(verb) ?? { requests: 0, tried: 0, wrong: 0 };
  verbs.set(verb, count);
  return {
    add: (rows) => void (count.requests += Object.keys(rows).length),
    async holdAgainst(row, strike) {
      const failures: string[] = [];
      for (const fault of faultNames) {
        const expected = row[fault];
        if (expected === 'none') continue;
        count.tried += 1;
        const { found, problems } = await strike(fault);
        const wrong = found === expected ? problems : [`expected ${expected}, found ${found}`, ...problems];
        if (wrong.length === 0) continue;
        count.wrong += 1;
        failures.push(`${fault}: ${wrong.join('; ')}`);
      }
      assert.deepEqual(failures, []);
    },
  };
}

after('tells what all verbs came to', () => {
  if (verbs.size === 0) return;
  const all = { requests: 0, tried: 0, wrong: 0 };
  console.log('\n  requests × faults');
  for (const [verb, count] of verbs) {
    console.log(`    ${lineOf(verb, count)}`);
    for (const name of ['requests', 'tried', 'wrong'] as const) all[name] += count[name];
  }
  console.log(`    ${lineOf(`all ${verbs.size} verbs`, all)}\n`);
});

function lineOf(name: string, { requests, tried, wrong }: Count): string {
  const product = `${requests} × ${faultNames.length} = ${requests * faultNames.length}`;
  return `${name.padEnd(12)} ${product}: ${tried} that can be, ${wrong} wrong outcomes`;
}
