// What the tests of this room share.
import assert from 'node:assert/strict';
import { isEngineError } from '../../../src/engine/errors.ts';
import type { ErrorCode, ErrorDetails } from '../../../src/engine/errors.ts';
import { createRegistrySession } from '../../../src/engine/registry/session.ts';
import type { RegistrySession } from '../../../src/engine/registry/session.ts';
import { createTestWorld } from '../../support/world.ts';
import type { TestWorld, WorldOptions } from '../../support/world.ts';

export const never = new AbortController().signal;

/** A JSON text as a manifest that nothing is wrong with. */
export const manifestText = '{"schemaVersion":2,"layers":[]}';
export const manifestType = 'application/vnd.oci.image.manifest.v1+json';

/** The text of a Docker config with these logins: user and password by host. */
export function dockerConfig(
  logins: Readonly<Record<string, readonly [user: string, password: string]>>,
): string {
  const auths = Object.entries(logins).map(([host, [user, password]]) => [
    host,
    { auth: Buffer.from(`${user}:${password}`).toString('base64') },
  ]);
  return JSON.stringify({ auths: Object.fromEntries(auths) as unknown });
}

/** A session, with the Docker config of `logins`, and its world. */
export function createSession(
  logins: Parameters<typeof dockerConfig>[0] = {},
  options: WorldOptions = {},
): { session: RegistrySession; world: TestWorld } {
  const files = { '/home/ann/.docker/config.json': dockerConfig(logins), ...options.files };
  const world = createTestWorld({ ...options, files });
  return { session: createRegistrySession(world), world };
}

/** Waits for the named error and gives its details. */
export async function failureOf<C extends ErrorCode>(
  code: C,
  work: Promise<unknown>,
): Promise<ErrorDetails[C]> {
  try {
    await work;
  } catch (error) {
    if (isEngineError(error, code)) return error.details;
    throw error;
  }
  assert.fail(`expected ${code}, but it worked`);
}
