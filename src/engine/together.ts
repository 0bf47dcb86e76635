// Requests that do not depend on each other go out at once (decision 9), and end together.

/**
 * Runs all tasks at once. On the first failure the others are cancelled; when all have ended that failure is thrown,
 * so that nothing goes on in the background. Results come in the order of the tasks.
 */
export async function together<Results extends readonly unknown[]>(
  tasks: { readonly [I in keyof Results]: (signal: AbortSignal) => Promise<Results[I]> },
  signal: AbortSignal,
): Promise<Results> {
  const stop = new AbortController();
  const joined = AbortSignal.any([signal, stop.signal]);
  // Later failures are mostly the cancellation that the first one caused.
  const failures: unknown[] = [];
  const running = tasks.map(async (task) => {
    try {
      return await task(joined);
    } catch (error) {
      failures.push(error);
      stop.abort();
      return undefined;
    }
  });
  const results = await Promise.all(running);
  if (failures.length > 0) throw failures[0] as Error;
  return results as unknown as Results;
}
