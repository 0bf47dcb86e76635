// The cells of the interop run: one line each as they end, and the sum.
import type { TestResult } from '../support/task/results.ts';

export interface Cells {
  readonly results: readonly TestResult[];
  /** Runs one cell. What it throws is why it failed. Cells that no word of `only` names are left out. */
  run(title: string, work: () => Promise<void>): Promise<void>;
  /**
   * A cell that is known to fail: it is printed why, and counts as long as it does. Once it goes well it is a failure, so
   * that somebody takes notice.
   */
  expectFailure(title: string, work: () => Promise<void>): Promise<void>;
  /** A cell that cannot run: skipped here, a failure where every peer must be there. */
  missing(title: string, reason: string): void;
}

export interface CellOptions {
  /** True in CI: a missing peer is a failure. */
  readonly strict: boolean;
  /** Parts of titles; a cell runs when its title holds all of them. */
  readonly only: readonly string[];
}

export function newCells({ strict, only }: CellOptions): Cells {
  const results: TestResult[] = [];
  const wanted = (title: string): boolean => only.every((word) => title.includes(word));
  const add = (
    title: string,
    state: TestResult['state'],
    started: number,
    reason: string | undefined,
  ): void => {
    const duration = Math.round(performance.now() - started);
    const file = 'test/interop/run.ts';
    results.push({ title, state, duration, file, ...(reason === undefined ? {} : { reason }) });
    const why = reason === undefined ? '' : `: ${reason.replace(/\s*\n\s*/g, ' ')}`;
    console.log(`${state}  ${title}${why}`);
  };
  return {
    results,
    async run(title, work) {
      if (!wanted(title)) return;
      const started = performance.now();
      try {
        await work();
      } catch (error) {
        add(title, 'failed', started, error instanceof Error ? error.message : String(error));
        return;
      }
      add(title, 'passed', started, undefined);
    },
    async expectFailure(title, work) {
      if (!wanted(title)) return;
      const started = performance.now();
      try {
        await work();
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        add(`${title} (expected failure)`, 'passed', started, why);
        return;
      }
      add(title, 'failed', started, 'it was expected to fail, and goes well by now');
    },
    missing(title, reason) {
      if (wanted(title)) add(title, strict ? 'failed' : 'skipped', performance.now(), reason);
    },
  };
}

/** `N of M cells`. */
export function sumOf(results: readonly TestResult[]): string {
  const passed = results.filter((result) => result.state === 'passed').length;
  return `${passed} of ${results.length} cells`;
}
