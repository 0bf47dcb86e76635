// What people do in scenarios, in one line each: sign, verify, list; and how it ends when it does not work.
import assert from 'node:assert/strict';
import { type EngineError, isEngineError } from '../../../src/engine/errors.ts';
import type { SignPlan } from '../../../src/engine/plan.ts';
import type { VerifyReport } from '../../../src/engine/verdict.ts';
import { failureOf, quiet } from '../../support/realScenes.ts';
import type { Person } from '../../support/realServers.ts';
import {
  makeSigner,
  noSettings,
  noSignal,
  signRequest,
  verifyRequest,
  type Signer,
} from '../../support/scene.ts';
import type { Refused } from './row.ts';
import type { Site } from './site.ts';

export const ann = makeSigner('ann');
export const ben = makeSigner('ben');

/** The media types of Docker, as a setting of the person's. */
export const legacy = {
  ...noSettings,
  legacyMediaTypes: { value: true, origin: { kind: 'user', name: '' } },
} as const;

export function plan(
  { engine }: Person,
  reference: string,
  signer: Signer,
  settings = noSettings,
): Promise<SignPlan> {
  return engine.planSign(signRequest(reference, signer, { settings }), noSignal);
}

/** Plans and runs; gives the plan. It is signed, and whatever else the result says. */
export async function sign(
  person: Person,
  { image }: Site,
  signer: Signer,
  settings = noSettings,
): Promise<SignPlan> {
  const planned = await plan(person, image.reference, signer, settings);
  const result = await person.engine.runSign(planned, signer.open, quiet, noSignal);
  assert.equal(result.outcome, 'signed');
  return planned;
}

export function verify({ engine }: Person, reference: string, trusted: Signer): Promise<VerifyReport> {
  return engine.verify(verifyRequest(reference, { trusted: [trusted] }), noSignal);
}

/** What an engine that knows nothing yet says of the site's image, by the key of each of these. */
export async function verdicts(site: Site, ...trusted: readonly Signer[]): Promise<string[]> {
  const person = site.person();
  const all: string[] = [];
  for (const one of trusted) all.push((await verify(person, site.image.reference, one)).verdict);
  return all;
}

export function tagsOf({ engine }: Person, repository: string): ReturnType<typeof engine.listTags> {
  return engine.listTags(repository, {}, noSignal);
}

/** It fails with this named error, and in its details stands what the registry said. */
export async function isRefused(running: Promise<unknown>, { code, says }: Refused): Promise<EngineError> {
  const failure = await failureOf(running);
  assert.ok(isEngineError(failure, code), `not ${code}: ${String(failure)}`);
  assert.match(JSON.stringify(failure.details), says);
  return failure;
}

/** The user as reports and plans name it: none where it is the secret as well, as at DigitalOcean (N1). */
export function shownUser({ user, password }: { readonly user: string; readonly password: string }): string {
  return user === password ? '' : user;
}
