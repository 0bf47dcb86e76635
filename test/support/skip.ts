// Skipping with words: the reason is printed beside the test at the end of a run.

/**
 * Skips the running test, or from a `before` hook all tests of its suite.
 * `reason` says what is missing and how to get it, e.g. `docker-registry is not installed (apt-get install docker-registry)`.
 */
export function skipTest(context: Mocha.Context, reason: string): never {
  const runnable = context.test as (Mocha.Runnable & { skipReason?: string; type?: string }) | undefined;
  const holder = runnable?.type === 'hook' ? runnable.parent : runnable;
  if (holder !== undefined) (holder as { skipReason?: string }).skipReason = reason;
  return context.skip();
}
