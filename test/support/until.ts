// Waits for something that has no promise. It never gives up by itself: the suite's own limit ends the test.

/** Looks every 20 milliseconds until it holds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}
