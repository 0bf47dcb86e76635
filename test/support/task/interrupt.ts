// Cleaning up when the process is told to end: servers and browsers live in process groups of their own, so Ctrl-C
// does not reach them, and a terminal may send it twice.

type Cleanup = () => void | Promise<void>;

const cleanups = new Set<Cleanup>();
const state = { ending: false };

/**
 * On SIGINT, SIGTERM or SIGHUP the cleanups run (newest first, ten seconds at most) and the process exits with 130.
 * The function returned takes this one off again.
 */
export function onInterrupt(cleanup: Cleanup): () => void {
  if (cleanups.size === 0) for (const signal of signals) process.on(signal, end);
  cleanups.add(cleanup);
  return () => {
    cleanups.delete(cleanup);
    if (cleanups.size === 0 && !state.ending) for (const signal of signals) process.off(signal, end);
  };
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function end(): void {
  if (state.ending) return;
  state.ending = true;
  setTimeout(() => process.exit(130), 10_000).unref();
  void cleanUp().finally(() => process.exit(130));
}

async function cleanUp(): Promise<void> {
  for (const cleanup of [...cleanups].reverse())
    try {
      await cleanup();
    } catch (error) {
      console.error(error);
    }
}
