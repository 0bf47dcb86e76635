// What many runs come to: every figure is told as minimum, median and maximum with the number of runs.

export interface Figure {
  readonly minimum: number;
  readonly median: number;
  readonly maximum: number;
  readonly runs: number;
}

/** The figure of at least one run; undefined for none. */
export function figureOf(values: readonly number[]): Figure | undefined {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  const minimum = sorted[0];
  const maximum = sorted.at(-1);
  const upper = sorted[Math.floor(middle)];
  const lower = sorted[Math.ceil(middle) - 1];
  if (minimum === undefined || maximum === undefined || upper === undefined || lower === undefined) {
    return undefined;
  }
  return { minimum, median: (upper + lower) / 2, maximum, runs: sorted.length };
}

/** `12` where all runs agree, else `11 / 12 / 14`; `-` for no run. `digits` behind the point. */
export function inWords(figure: Figure | undefined, digits = 0): string {
  if (figure === undefined) return '-';
  const values = [figure.minimum, figure.median, figure.maximum].map((value) => value.toFixed(digits));
  return new Set(values).size === 1 ? (values[0] ?? '-') : values.join(' / ');
}

/**
 * How much of the other's time this takes, by the medians: `0.41 ×`, and loudly where it is more: `1.32 × SLOWER`.
 */
export function ratioInWords(own: Figure | undefined, other: Figure | undefined): string {
  const ratio = ratioOf(own, other);
  if (ratio === undefined) return '-';
  return ratio > 1 ? `${ratio.toFixed(2)} × SLOWER` : `${ratio.toFixed(2)} ×`;
}

/** The ratio of the medians. */
export function ratioOf(own: Figure | undefined, other: Figure | undefined): number | undefined {
  if (own === undefined || other === undefined || other.median === 0) return undefined;
  return own.median / other.median;
}
