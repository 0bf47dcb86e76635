// What is said of a write that could not be confirmed: words, never a code (V11), and no loss that nobody saw.
import assert from 'node:assert/strict';
import type { WriteProblem } from '../../../../src/engine/errors.ts';
import '../../../support/plainVscode.ts';

const { laterLookWords, whyWords } = await import('../../../../src/host/ui/writeWords.ts');
const { wordsOfFailure } = await import('../../../../src/host/ui/errorWords.ts');

const place = 'ghcr.io/acme/app:sha256-0.sig';
const unforeseen = whyWords('internal');

function look(outcome: 'could-not-heal' | 'could-not-look', reason: WriteProblem): string {
  return laterLookWords({ place, outcome, reason });
}

describe('the words about a write that is not confirmed', () => {
  // What the engine says besides the codes of failures (engine/store/keepAll.ts).
  const codes = ['nothing-there', 'others-keep-writing'] as const;

  it('know what the engine finds after a write', () => {
    for (const code of codes) assert.notEqual(whyWords(code), unforeseen, code);
  });

  it('show no code [V11]', () => {
    for (const code of [...codes, 'registry-failed', 'timed-out', 'not-signed-in', 'internal'] as const) {
      const details = { place, digest: '', reason: code };
      const texts = [
        wordsOfFailure('write-not-confirmed', details).message,
        look('could-not-heal', code),
        look('could-not-look', code),
      ];
      for (const text of texts) {
        assert.ok(text.includes(`${whyWords(code)}.`), text);
        assert.ok(!text.includes(code), text);
      }
    }
  });

  it('claim a loss only where one was seen', () => {
    assert.doesNotMatch(look('could-not-look', 'timed-out'), /overwritten|removed|lost/);
    assert.match(look('could-not-heal', 'timed-out'), /were overwritten/);
    assert.match(laterLookWords({ place, outcome: 'healed' }), /were overwritten and are written back\.$/);
    assert.match(laterLookWords({ place, outcome: 'removed-by-others' }), /somebody removed it/);
  });
});
