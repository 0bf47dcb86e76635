// Of which type the value of a setting is: what stands in a settings file may be anything.
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
