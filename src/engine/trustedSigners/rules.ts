// The rules of one level, out of the raw value of `countersign.trustedSigners` (security S3). The value comes from
// a settings file that anybody may have written: whatever cannot be understood breaks the rule, never drops it.
import type { TrustLevel } from '../plan.ts';
import type { Repository } from '../oci/reference.ts';
import { matches, parsePattern } from './pattern.ts';
import type { Pattern } from './pattern.ts';

/** What is wrong with a rule, and where: a path inside the setting's value, e.g. `[0, 'keys', 1]`. */
export interface RuleFault {
  readonly path: readonly (string | number)[];
  /** A sentence for the person. Never holds what stands in the settings: it may be a pasted private key (N1). */
  readonly problem: string;
}

export interface Rule {
  /** Position in the setting's list. */
  readonly index: number;
  /** The pattern as written; empty where it is bad. */
  readonly images: string;
  /** Undefined where it is bad: such a rule covers every image. */
  readonly pattern: Pattern | undefined;
  /** The key entries, each not empty, still unread. */
  readonly keys: readonly string[];
  /** Not empty: the rule is broken. */
  readonly faults: readonly RuleFault[];
}

/** True where the rule names this repository; a rule whose pattern is bad names every one. */
export function covers(rule: Rule, repository: Repository): boolean {
  return rule.pattern === undefined || matches(rule.pattern, repository);
}

/** The rules of one level. Never throws; no value, null or an empty list are no rules. */
export function parseRules({ value }: Pick<TrustLevel, 'value'>): readonly Rule[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return [broken(0, [{ path: [], problem: 'The rules must be a list.' }])];
  return (value as readonly unknown[]).map(parseRule);
}

function parseRule(value: unknown, index: number): Rule {
  if (!isObject(value)) {
    return broken(index, [{ path: [index], problem: 'A rule must be an object with "images" and "keys".' }]);
  }
  const faults: RuleFault[] = unknownFields(value, index);
  const pattern = parseImages(value['images'], index, faults);
  const keys = parseKeyList(value['keys'], index, faults);
  return { index, images: pattern?.text ?? '', pattern, keys, faults };
}

function unknownFields(value: Readonly<Record<string, unknown>>, index: number): RuleFault[] {
  return Object.keys(value)
    .filter((name) => name !== 'images' && name !== 'keys')
    .map((name) => ({
      path: [index, name],
      problem: 'A rule of this version knows only "images" and "keys".',
    }));
}

function parseImages(value: unknown, index: number, faults: RuleFault[]): Pattern | undefined {
  const path = [index, 'images'];
  if (typeof value !== 'string') {
    faults.push({ path, problem: 'The rule must name its images with a pattern such as "ghcr.io/acme/**".' });
    return undefined;
  }
  const parsed = parsePattern(value);
  if (!('problem' in parsed)) return parsed;
  faults.push({
    path,
    problem: `${parsed.problem} (at character ${String(parsed.position + 1)} of the pattern).`,
  });
  return undefined;
}

function parseKeyList(value: unknown, index: number, faults: RuleFault[]): readonly string[] {
  const path = [index, 'keys'];
  if (!Array.isArray(value) || value.length === 0) {
    faults.push({ path, problem: 'The rule must list at least one key.' });
    return [];
  }
  return (value as readonly unknown[]).flatMap((entry, position) => {
    if (typeof entry === 'string' && entry.trim() !== '') return [entry];
    faults.push({ path: [...path, position], problem: 'A key must be a text that is not empty.' });
    return [];
  });
}

function broken(index: number, faults: readonly RuleFault[]): Rule {
  return { index, images: '', pattern: undefined, keys: [], faults };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
