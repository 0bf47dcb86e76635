// Of which type the value of a setting is: what stands in a settings file may be anything; and whose value it is.
import type { Layout } from '../engine/verdict.ts';

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

export function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

export function isRule(
  value: unknown,
): value is { readonly images: unknown; readonly keys: readonly unknown[] } {
  const rule = value as { images?: unknown; keys?: unknown } | null | undefined;
  return Array.isArray(rule?.keys);
}

export function isLayout(value: unknown): value is Layout {
  return value === 'perImage' || value === 'shared';
}

/** What inspect() gives; the two parts of the user's value are not in the published types. */
export interface Inspected {
  readonly globalValue?: unknown;
  readonly globalLocalValue?: unknown;
  readonly globalRemoteValue?: unknown;
  readonly workspaceValue?: unknown;
  readonly workspaceFolderValue?: unknown;
}

/** Of the user's value, what this person's own settings file says, and no remote machine's. */
export function ownOf(inspected: Inspected): unknown {
  return 'globalLocalValue' in inspected ? inspected.globalLocalValue : inspected.globalValue;
}
