// Every text in a value, however deep: what a person, a log or a file could come to see of it.

/** Strings, names of members, bytes as text, and of errors message, stack and cause. Circles are walked once. */
export function textsIn(value: unknown, seen = new Set<unknown>()): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'bigint' || typeof value === 'number') return [String(value)];
  if (typeof value !== 'object' || value === null || seen.has(value)) return [];
  seen.add(value);
  if (value instanceof Uint8Array) return [Buffer.from(value).toString('utf8')];
  if (value instanceof URL) return [value.href];
  if (value instanceof Map || value instanceof Set) return [...value].flatMap((one) => textsIn(one, seen));
  const members = Reflect.ownKeys(value).flatMap((key) => [
    String(key),
    ...textsIn((value as Record<string | symbol, unknown>)[key], seen),
  ]);
  return value instanceof Error ? [value.message, value.stack ?? '', ...members] : members;
}

/** The forms in which a server, a URL or a document can hold a secret. */
export function formsOf(secret: string): string[] {
  const form = new URLSearchParams({ x: secret }).toString().slice(2);
  const json = JSON.stringify(secret).slice(1, -1);
  const base64 = Buffer.from(secret).toString('base64').replaceAll('=', '');
  return [...new Set([secret, encodeURIComponent(secret), form, json, htmlOf(secret), base64])];
}

export function htmlOf(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
