// Secrets in small items: Windows keeps no more than 2,560 bytes in one credential. A long value is split into parts,
// and a manifest entry under the value's name says where they are; replacing writes new parts before the entry.

/** A keychain as plain items. */
export interface Items {
  get(name: string): Promise<string | undefined>;
  set(name: string, value: string): Promise<void>;
  delete(name: string): Promise<void>;
}

interface Entry {
  /** The value itself where it is short. */
  readonly text?: string;
  /** Else its parts stand under `NAME#ID.0`, `NAME#ID.1` … */
  readonly id?: string;
  readonly parts?: number;
}

// UTF-16 code units. At most 3 bytes of UTF-8 or 2 of UTF-16 each: 2,400 bytes whatever the keychain counts.
const partLength = 800;

/** What is stored under this name; undefined where nothing is. Throws an Error where parts are missing. */
export async function readValue(items: Items, name: string): Promise<string | undefined> {
  const entry = entryOf(await items.get(name));
  if (entry === undefined) return undefined;
  if (entry.text !== undefined) return entry.text;
  const parts = await Promise.all(partNames(name, entry).map((part) => items.get(part)));
  if (parts.length === 0 || parts.includes(undefined)) throw new Error('a part is missing');
  return parts.join('');
}

/** Stores a value under this name. `id` is new for each call, e.g. a UUID. */
export async function writeValue(items: Items, name: string, value: string, id: string): Promise<void> {
  const before = await oldEntry(items, name);
  const short = JSON.stringify({ text: value } satisfies Entry);
  if (short.length <= partLength) {
    await items.set(name, short);
  } else {
    const parts = split(value);
    const entry: Entry = { id, parts: parts.length };
    try {
      const names = partNames(name, entry);
      for (const [at, part] of parts.entries()) await items.set(names[at] ?? '', part);
      await items.set(name, JSON.stringify(entry));
    } catch (error) {
      await deleteParts(items, name, entry).catch(() => undefined); // the failure to write is what is told
      throw error;
    }
  }
  await deleteParts(items, name, before);
}

export async function removeValue(items: Items, name: string): Promise<void> {
  const before = await oldEntry(items, name);
  await items.delete(name);
  await deleteParts(items, name, before);
}

function split(value: string): readonly string[] {
  const parts: string[] = [];
  for (let from = 0; from < value.length;) {
    let to = Math.min(from + partLength, value.length);
    // No part ends inside a surrogate pair: alone, its halves have no UTF-8.
    if (/[\ud800-\udbff]/.test(value.charAt(to - 1)) && to < value.length) to -= 1;
    parts.push(value.slice(from, to));
    from = to;
  }
  return parts;
}

// What is damaged is replaced or removed all the same.
async function oldEntry(items: Items, name: string): Promise<Entry | undefined> {
  const text = await items.get(name);
  try {
    return entryOf(text);
  } catch {
    return undefined;
  }
}

async function deleteParts(items: Items, name: string, entry: Entry | undefined): Promise<void> {
  for (const part of entry === undefined ? [] : partNames(name, entry)) await items.delete(part);
}

function partNames(name: string, { id, parts }: Entry): readonly string[] {
  return Array.from({ length: parts ?? 0 }, (_, at) => `${name}#${id ?? ''}.${at}`);
}

function entryOf(text: string | undefined): Entry | undefined {
  if (text === undefined) return undefined;
  let entry: unknown;
  try {
    entry = JSON.parse(text);
  } catch {
    // The parser's message would quote the secret.
    throw new Error('its entry is not JSON');
  }
  if (typeof entry !== 'object' || entry === null) throw new Error('its entry is not an object');
  const { text: value, id, parts } = entry as Readonly<Record<string, unknown>>;
  if (typeof value === 'string') return { text: value };
  const counts = typeof parts === 'number' && Number.isInteger(parts) && parts > 0 && parts <= 1000;
  if (typeof id !== 'string' || !counts) throw new Error('its entry is incomplete');
  return { id, parts };
}
