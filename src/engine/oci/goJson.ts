// Writes JSON exactly as Go's encoding/json does with its default HTML escaping (cosign-formats §1.1, §1.3),
// from arrays of pairs: a JavaScript object would reorder "10" and "9" and lose "__proto__".

export type GoJson = string | number | boolean | null | readonly GoJson[] | GoObject | GoSource;

/** An object whose members are written in this order. */
export interface GoObject {
  readonly members: readonly GoMember[];
}

export type GoMember = readonly [name: string, value: GoJson];

/** JSON text that is written as it stands: how a stored descriptor stays the same bytes. */
export interface GoSource {
  readonly source: string;
}

/** A Go struct: the members keep the order given; `undefined` is left out, as `omitempty` does. */
export function goStruct(members: readonly (readonly [name: string, value: GoJson | undefined])[]): GoObject {
  return { members: members.filter((member): member is GoMember => member[1] !== undefined) };
}

/** A Go map: the members are sorted by the UTF-8 bytes of their names. Names must differ. */
export function goMap(members: readonly GoMember[]): GoObject {
  const sorted = members.map((member) => ({ member, key: Buffer.from(member[0]) }));
  sorted.sort((a, b) => Buffer.compare(a.key, b.key));
  return { members: sorted.map(({ member }) => member) };
}

/**
 * The compact JSON text, without white space or a newline at the end.
 * Throws a RangeError for a number that is not a safe integer: Go's form of the others differs from JavaScript's.
 */
export function writeGoJson(value: GoJson): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new RangeError('only safe integers are written');
    return String(value);
  }
  if ('source' in value) return value.source;
  if ('members' in value) {
    return `{${value.members.map(([name, member]) => `${quote(name)}:${writeGoJson(member)}`).join(',')}}`;
  }
  return `[${value.map(writeGoJson).join(',')}]`;
}

/** The same as UTF-8 bytes. */
export function encodeGoJson(value: GoJson): Uint8Array {
  return new TextEncoder().encode(writeGoJson(value));
}

// Quote, backslash, control characters, what HTML or JavaScript could trip over, and half a surrogate pair.
// DEL (U+007F) is not among them: Go leaves it as it is.

const escaped = /["\\\u0000-\u001f<>&\u2028\u2029]|\p{Surrogate}/gu;

const shortForms: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function quote(text: string): string {
  return `"${text.replace(escaped, escape)}"`;
}

function escape(character: string): string {
  const short = shortForms[character];
  if (short !== undefined) return short;
  const code = character.charCodeAt(0);
  // Half a pair has no UTF-8 form. Go writes this escape for bytes that are no UTF-8.
  if (code >= 0xd800 && code <= 0xdfff) return '\\ufffd';
  return `\\u${code.toString(16).padStart(4, '0')}`;
}
