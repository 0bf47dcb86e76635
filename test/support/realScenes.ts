// What tests of the whole engine at real registries share: plan and run at once, names of all pages, failures by name.
import assert from 'node:assert/strict';
import type { EngineApi } from '../../src/engine/api.ts';
import { isEngineError } from '../../src/engine/errors.ts';
import type { ErrorCode } from '../../src/engine/errors.ts';
import type { SignPlan } from '../../src/engine/plan.ts';
import { noSettings, noSignal, signRequest, type Signer } from './scene.ts';

/** Nobody watches. */
export const quiet = { step: () => undefined, laterLook: () => undefined };

/** Plans and runs; gives the plan. */
export async function signAs(
  engine: EngineApi,
  image: { readonly reference: string },
  signer: Signer,
  settings = noSettings,
): Promise<SignPlan> {
  const plan = await engine.planSign(signRequest(image.reference, signer, { settings }), noSignal);
  await engine.runSign(plan, signer.open, quiet, noSignal);
  return plan;
}

/** The names of all pages, sorted. */
export async function namesOf(
  pages: AsyncIterable<{ readonly names: readonly string[] }>,
): Promise<string[]> {
  const names: string[] = [];
  for await (const page of pages) names.push(...page.names);
  return names.sort();
}

/** What it fails with. */
export async function failureOf(running: Promise<unknown>): Promise<Error> {
  try {
    await running;
  } catch (error) {
    assert.ok(error instanceof Error);
    return error;
  }
  return assert.fail('it worked');
}

/** It fails, by this name. */
export async function ends(running: Promise<unknown>, code: ErrorCode): Promise<void> {
  const failure = await failureOf(running);
  assert.ok(isEngineError(failure, code), `not ${code}: ${String(failure)}`);
}
