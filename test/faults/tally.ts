// What all fault tests of one run come to, verb by verb, printed behind the last of them: requests × faults, how many of
// these can be (an answer without a body has none to break), and how many ended otherwise than the table says.
import type { Row } from './expected.ts';
import { faultNames } from './faults.ts';

export interface Tally {
  /** The requests of one case, which are about to be broken. */
  add(rows: Readonly<Record<string, Row>>): void;
  tried(): void;
  wrong(): void;
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
    tried: () => void (count.tried += 1),
    wrong: () => void (count.wrong += 1),
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
