// The rules of one level, out of the raw value of `countersign.trustedSigners` (security S3). The value comes from
// a settings file that anybody may have written: whatever cannot be understood breaks the rule, never drops it.
import type { TrustLevel } from '../plan.ts';
import type { Repository } from '../oci/reference.ts';
import type { RuleFault, RulePath } from '../problems.ts';
import { matches, parsePattern } from './pattern.ts';
import type { Pattern } from './pattern.ts';

/** What is wrong with a rule, and where. */
export interface LocatedFault {
  readonly path: RulePath;
  readonly fault: RuleFault;
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
  /** Only a signature made under the very name of the image counts (S16). */
  readonly sameName: boolean;
  /** Not empty: the rule is broken. */
  readonly faults: readonly LocatedFault[];
}

/** True where the rule names this repository; a rule whose pattern is bad names every one. */
export function covers(rule: Rule, repository: Repository): boolean {
  return rule.pattern === undefined || matches(rule.pattern, repository);
}

/** The rules of one level. Never throws; no value, null or an empty list are no rules. */
export function parseRules({ value }: Pick<TrustLevel, 'value'>): readonly Rule[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return [broken(0, [{ path: [], fault: { code: 'not-a-list' } }])];
  return (value as readonly unknown[]).map(parseRule);
}

function parseRule(value: unknown, index: number): Rule {
  if (!isObject(value)) return broken(index, [{ path: [index], fault: { code: 'not-an-object' } }]);
  const faults: LocatedFault[] = unknownFields(value, index);
  const pattern = parseImages(value['images'], index, faults);
  const keys = parseKeyList(value['keys'], index, faults);
  const sameName = parseSameName(value['sameName'], index, faults);
  return { index, images: pattern?.text ?? '', pattern, keys, sameName, faults };
}

/** True for the fields that a rule has. */
export function isRuleField(name: string): boolean {
  return name === 'images' || name === 'keys' || name === 'sameName';
}

// Told apart by their number: the name of a field may be a pasted key (N1).
function unknownFields(value: Readonly<Record<string, unknown>>, index: number): LocatedFault[] {
  return Object.keys(value)
    .filter((name) => !isRuleField(name))
    .map((_, position) => ({
      path: [index, { unknownField: position }],
      fault: { code: 'unknown-field' },
    }));
}

function parseImages(value: unknown, index: number, faults: LocatedFault[]): Pattern | undefined {
  const path: RulePath = [index, 'images'];
  if (typeof value !== 'string') {
    faults.push({ path, fault: { code: 'no-images' } });
    return undefined;
  }
  const parsed = parsePattern(value);
  if (!('reason' in parsed)) return parsed;
  faults.push({ path, fault: { code: 'bad-pattern', ...parsed } });
  return undefined;
}

function parseKeyList(value: unknown, index: number, faults: LocatedFault[]): readonly string[] {
  const path: RulePath = [index, 'keys'];
  if (!Array.isArray(value) || value.length === 0) {
    faults.push({ path, fault: { code: 'no-keys' } });
    return [];
  }
  return (value as readonly unknown[]).flatMap((entry, position) => {
    if (typeof entry === 'string' && entry.trim() !== '') return [entry];
    faults.push({ path: [...path, position], fault: { code: 'empty-key' } });
    return [];
  });
}

function parseSameName(value: unknown, index: number, faults: LocatedFault[]): boolean {
  if (value !== undefined && typeof value !== 'boolean') {
    faults.push({ path: [index, 'sameName'], fault: { code: 'bad-same-name' } });
  }
  return value === true;
}

function broken(index: number, faults: readonly LocatedFault[]): Rule {
  return { index, images: '', pattern: undefined, keys: [], sameName: false, faults };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
