// What stands in a setting that lists names (`countersign.registries`): names, and entries that are none. Pure; an entry
// that cannot be read stays where it is until a person mends it.

/** Which entry is not text, counted from 1; undefined where the value is no list at all. */
export interface BadEntry {
  readonly position: number | undefined;
}

/** The names, trimmed; anything but text is left out, and so are empty ones. */
export function namesIn(value: unknown): readonly string[] {
  return entriesIn(value)
    .map(nameOf)
    .filter((name) => name !== '');
}

/** What is no name and cannot be shown as one. */
export function badEntriesIn(value: unknown): readonly BadEntry[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return [{ position: undefined }];
  return entriesIn(value).flatMap((entry, index) =>
    typeof entry === 'string' ? [] : [{ position: index + 1 }],
  );
}

/** The list with this name added, once. */
export function withName(value: unknown, name: string): readonly unknown[] {
  return namesIn(value).includes(name) ? entriesIn(value) : [...entriesIn(value), name];
}

/** The list without this name; undefined where nothing is left of it. */
export function withoutName(value: unknown, name: string): readonly unknown[] | undefined {
  const rest = entriesIn(value).filter((entry) => nameOf(entry) !== name);
  return rest.length === 0 ? undefined : rest;
}

function entriesIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function nameOf(entry: unknown): string {
  return typeof entry === 'string' ? entry.trim() : '';
}
