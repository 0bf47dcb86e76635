// Every parser on some thousand broken inputs, always the same ones. `npm run fuzz` runs more of them, by hand.
import assert from 'node:assert/strict';
import { goldenMissing, goldenRegistries } from '../support/golden.ts';
import { fuzz, howToRepeat } from './fuzz.ts';
import { parsers } from './parsers.ts';

const seed = 1;

describe('broken input', () => {
  before(() => {
    if (goldenRegistries().length === 0) console.log(`   broken from own samples only: ${goldenMissing}`);
  });

  for (const { name, inputs } of parsers) {
    it(`is refused by name or read rightly, and nothing hangs: ${name}`, async () => {
      const outcome = await fuzz({ parser: name, seed, from: 0, inputs });
      if (outcome.kind === 'finding') {
        const { number, input, failure } = outcome;
        assert.fail(`${failure}\ninput ${input}\nagain: ${howToRepeat(name, seed, number)}`);
      }
      // A fuzzer whose every input is refused at the door finds nothing behind it.
      assert.ok(
        outcome.taken > inputs / 200,
        `only ${String(outcome.taken)} of ${String(inputs)} were read at all`,
      );
    });
  }
});
