// So many requests to one host at a time: the rest wait their turn, first come first served.

export interface Slots {
  /** Waits for a turn; the function returned gives it back. Rejects with the signal's reason when aborted. */
  take(host: string, signal: AbortSignal): Promise<() => void>;
}

interface Queue {
  taken: number;
  readonly waiting: Set<() => void>;
}

/** Slots for `perHost` requests to each host at a time. */
export function createSlots(perHost: number): Slots {
  const hosts = new Map<string, Queue>();

  function give(host: string, queue: Queue): () => void {
    let given = true;
    return () => {
      if (!given) return;
      given = false;
      const [next] = queue.waiting;
      if (next !== undefined) {
        queue.waiting.delete(next);
        next();
        return;
      }
      queue.taken -= 1;
      if (queue.taken === 0) hosts.delete(host);
    };
  }

  return {
    async take(host, signal) {
      signal.throwIfAborted();
      const queue = hosts.get(host) ?? { taken: 0, waiting: new Set() };
      hosts.set(host, queue);
      if (queue.taken < perHost) {
        queue.taken += 1;
        return give(host, queue);
      }
      return new Promise((resolve, reject) => {
        const turn = (): void => {
          signal.removeEventListener('abort', leave);
          resolve(give(host, queue));
        };
        const leave = (): void => {
          queue.waiting.delete(turn);
          reject(signal.reason as Error);
        };
        queue.waiting.add(turn);
        signal.addEventListener('abort', leave, { once: true });
      });
    },
  };
}
