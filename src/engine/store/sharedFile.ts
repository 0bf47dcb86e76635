// What every file of the shared storage has in common: its name says nothing of what is in it, and what is in it was
// written by anybody at all and is read as such.
import { digestOf } from '../oci/digest.ts';

/** A name of 64 hexadecimal digits for what these words stand for. */
export function nameFor(...words: readonly string[]): string {
  return digestOf(new TextEncoder().encode(JSON.stringify(words))).slice('sha256:'.length);
}

/** The members of a JSON object, or undefined for anything else. Nothing is said of their values. */
export function readRecord(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The text of such a file. */
export function writeRecord(record: Readonly<Record<string, unknown>>): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(record));
}
