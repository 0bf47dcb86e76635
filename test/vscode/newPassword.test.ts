// A new password, typed twice: whoever mistyped it the first time loses nothing (U4).
import assert from 'node:assert/strict';
import { askNewPassword } from '../../src/host/ui/picks.ts';
import type { Answer } from '../support/vscode/person.ts';
import { playPerson } from '../support/vscode/person.ts';

const first = (...passwords: readonly string[]): Answer => ({
  type: 'passwords',
  about: /For what/,
  passwords,
});
const second = (...passwords: readonly string[]): Answer => ({
  type: 'passwords',
  about: /once more\. Escape to begin again\.$/,
  passwords,
});

async function asked(
  ...answers: readonly Answer[]
): Promise<readonly [string | undefined, readonly string[]]> {
  const person = playPerson(...answers);
  try {
    return [await askNewPassword({ title: 'New Password', prompt: 'For what.' }), person.shown];
  } finally {
    person.leave();
  }
}

describe('a new password', () => {
  it('is asked for again from the beginning, once, for who gives up the second time [U4]', async () => {
    const [password, shown] = await asked(first('mistyped'), second('word'), first('word'), second('word'));
    assert.equal(password, 'word');
    assert.ok(shown.includes('This is not the same password as before. Escape to begin again.'));
  });

  it('is none for who then gives up there too [U4]', async () => {
    const [password] = await asked(first('mistyped'), second(), first());
    assert.equal(password, undefined);
  });
});
