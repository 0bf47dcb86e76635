// What a person answers to the commands about keys, and a key to begin with.
import assert from 'node:assert/strict';
import { generateKey } from '../../src/host/commands/generateKey.ts';
import type { KeyNode } from '../../src/host/keys/keyForCommand.ts';
import { makeKeyNode } from '../../src/host/keys/keyForCommand.ts';
import type { KeyHost } from '../support/vscode/keyHost.ts';
import { keyHost, testService } from '../support/vscode/keyHost.ts';
import type { Answer } from '../support/vscode/person.ts';
import { playPerson } from '../support/vscode/person.ts';

export const service = testService();

export async function played(
  run: () => Promise<void>,
  ...answers: readonly Answer[]
): Promise<readonly string[]> {
  const person = playPerson(...answers);
  try {
    await run();
    await person.answered();
    // What is told at the end is not waited for.
    await new Promise((resolve) => setTimeout(resolve, 50));
  } finally {
    person.leave();
  }
  return person.shown;
}

export const name = (text: string | undefined): Answer => ({
  type: 'text',
  about: /A name for the key/,
  text,
});
export const newPassword = (first: string, ...second: readonly string[]): readonly Answer[] => [
  { type: 'passwords', about: /[Pp]assword (of|for)/, passwords: [first] },
  { type: 'passwords', about: /once more|again/, passwords: second.length === 0 ? [first] : second },
];
export const noPassword: Answer = { type: 'passwords', about: /Password of/, passwords: [] };
export const keepWithout: Answer = { type: 'pick', about: /No Keychain/, label: /without a backup/ };

/** A key in a host of its own, and its row. */
export async function withKey(
  label = 'release',
  password = 'word',
): Promise<{ made: KeyHost; node: KeyNode }> {
  const made = keyHost({ service });
  await played(() => generateKey(made.host), name(label), ...newPassword(password), keepWithout);
  const [key] = await made.keys.list();
  assert.ok(key);
  return { made, node: makeKeyNode(key) };
}
