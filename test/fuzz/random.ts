// Chance that can be repeated: every input of the fuzzer follows from a seed, a parser's name and its number alone.

export interface Random {
  /** A whole number from 0 up to, not including, `below`. */
  below(below: number): number;
  /** True once in `times`. */
  oneIn(times: number): boolean;
  pick<T>(from: readonly T[]): T;
}

/** mulberry32 (Tommy Ettinger, public domain): 32 bits of state, even enough for choosing what to break. */
export function randomOf(seed: number, name: string, number: number): Random {
  let state = mix(mix(hash(name), seed), number);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return (value ^ (value >>> 14)) >>> 0;
  };
  const below = (limit: number): number => next() % Math.max(limit, 1);
  return {
    below,
    oneIn: (times) => below(times) === 0,
    pick: (from) => from[below(from.length)] as (typeof from)[number],
  };
}

function mix(state: number, value: number): number {
  return Math.imul(state ^ value ^ (value >>> 16), 0x9e3779b1) ^ (state >>> 13);
}

function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
  return state;
}
