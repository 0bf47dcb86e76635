// Holds requests to the demo registry back until a test lets them go, so that a person has all the time to press a button.
import type { RecordedRequest } from '../../demo/answers.ts';

export interface Held {
  /** Resolves when the first such request is there. */
  readonly arrived: Promise<void>;
  release(): void;
}

export interface Gate {
  /** Holds every such request back from now on. */
  hold(matches: (request: RecordedRequest) => boolean): Held;
  /** The registry's `statusFor`. */
  pass(request: RecordedRequest): Promise<undefined>;
}

export function newGate(): Gate {
  const holds = new Set<{
    readonly matches: (request: RecordedRequest) => boolean;
    readonly arrive: () => void;
    readonly released: Promise<void>;
  }>();
  return {
    hold(matches) {
      let arrive = (): void => undefined;
      let end = (): void => undefined;
      const arrived = new Promise<void>((resolve) => (arrive = resolve));
      const released = new Promise<void>((resolve) => (end = resolve));
      const entry = { matches, arrive, released };
      holds.add(entry);
      return {
        arrived,
        release() {
          holds.delete(entry);
          end();
        },
      };
    },
    async pass(request) {
      const found = [...holds].find(({ matches }) => matches(request));
      found?.arrive();
      await found?.released;
      return undefined;
    },
  };
}
