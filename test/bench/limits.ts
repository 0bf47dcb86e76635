// What the counts of one sign and one verify must not exceed, whatever the machine: requests, and rounds of requests
// that wait for each other. Times are printed and never judged.
import type { Row } from './signAndVerify.ts';

export interface Limit {
  readonly title: string;
  readonly registry: string;
  readonly action: Row['action'];
  /** Left out: however the image is named. */
  readonly by?: Row['by'];
  readonly requests?: number;
  readonly rounds: number;
}

export interface Judgement {
  readonly title: string;
  readonly passed: boolean;
  readonly said: string;
}

/** Without authentication. `registry` is the beginning of a row's registry. */
export const limits: readonly Limit[] = [
  {
    title:
      'signing what nobody signed takes at most 9 requests in 6 rounds on distribution, read back included',
    registry: 'distribution',
    action: 'sign',
    requests: 9,
    rounds: 6,
  },
  {
    title: 'signing what nobody signed takes at most 7 requests in 6 rounds where one POST uploads a blob',
    registry: 'ggcr-registry',
    action: 'sign',
    requests: 7,
    rounds: 6,
  },
  {
    title: 'verifying by tag takes at most 2 rounds on distribution',
    registry: 'distribution',
    action: 'verify',
    by: 'tag',
    rounds: 2,
  },
  {
    title: 'verifying by tag takes at most 2 rounds on a registry in memory',
    registry: 'ggcr-registry',
    action: 'verify',
    by: 'tag',
    rounds: 2,
  },
  {
    title: 'verifying by digest takes at most 1 round on distribution',
    registry: 'distribution',
    action: 'verify',
    by: 'digest',
    rounds: 1,
  },
  {
    title: 'verifying by digest takes at most 1 round on a registry in memory',
    registry: 'ggcr-registry',
    action: 'verify',
    by: 'digest',
    rounds: 1,
  },
];

/**
 * Holds Countersign's rows against the limits. Requests count by their most; rounds by their median: a busy machine
 * delays one of two requests that go out together now and then, which can only add a round. A limit without a row fails.
 */
export function judge(rows: readonly Row[]): readonly Judgement[] {
  return limits.map((limit) => {
    const own = rows.filter(
      ({ who, action, by, registry, rounds }) =>
        who === 'extension' &&
        action === limit.action &&
        (limit.by === undefined || by === limit.by) &&
        registry.startsWith(limit.registry) &&
        rounds !== undefined,
    );
    const requests = Math.max(...own.map((row) => row.requests?.maximum ?? Infinity));
    const rounds = Math.max(...own.map((row) => row.rounds?.median ?? Infinity));
    const passed = own.length > 0 && requests <= (limit.requests ?? Infinity) && rounds <= limit.rounds;
    const said = own.length === 0 ? 'it was not measured' : `${requests} requests in ${rounds} rounds`;
    return { title: limit.title, passed, said };
  });
}
