// What the tests of challenges and redirects share: sites that ask for a sign-in or collect, and what must not leave.
import assert from 'node:assert/strict';
import type { ErrorCode } from '../../../src/engine/errors.ts';
import { isEngineError } from '../../../src/engine/errors.ts';
import { type Internet, says, type Site } from './internet.ts';

export const canary = 'canary-password-9f1c';

/** A registry that asks for a sign-in with this header, whatever is asked. */
export const challenging =
  (header: string): Site =>
  () =>
    says(401, {}, { 'www-authenticate': header });

export const bearer = (realm: string): Site => challenging(`Bearer realm="${realm}",service="x"`);
/** Takes whatever it is given, and gives a token for it. */
export const collecting: Site = () => says(200, { token: 'a-token' });

export async function ends(running: Promise<unknown>, code: ErrorCode): Promise<void> {
  await assert.rejects(running, (error) => isEngineError(error, code));
}

/** The credential went nowhere, and nothing at all to these hosts. */
export function assertNothingLeft(net: Internet, ...hosts: readonly string[]): void {
  assert.deepEqual(net.carrying(canary), [], 'the credential left');
  for (const host of hosts) assert.deepEqual(net.to(host), [], `${host} was asked`);
}
