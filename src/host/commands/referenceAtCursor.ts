// Image references in plain text, without knowing the language: the token between blanks and quotes (U5).
import { parseReference } from '../../engine/oci/reference.ts';

/** What ends a token: blanks, quotes, brackets, and what separates values in code, YAML and JSON. */
const separator = /[\s"'`<>()[\]{},;|&=$\\]/;

/**
 * The reference around a position in a line (0-based, between characters), or undefined where there is none, or where
 * a variable stands in it. A full stop or colon that ends a sentence is not part of it.
 */
export function referenceAt(line: string, position: number): string | undefined {
  let start = position;
  let end = position;
  while (start > 0 && !separator.test(line.charAt(start - 1))) start -= 1;
  while (end < line.length && !separator.test(line.charAt(end))) end += 1;
  // `${REGISTRY}/app`, `$registry/app`, `app:$TAG`: only a part of the reference stands here.
  if (/[$}]/.test(line.charAt(start - 1)) || line.charAt(end) === '$') return undefined;
  const token = line.slice(start, end).replace(/^(?:docker|oci|docker-daemon):\/\//, '');
  return readable(token.replace(/^(?:image|from):(?=.)/i, '').replace(/[.:]+$/, ''));
}

/**
 * The text if it is one reference that names a registry, a tag or a digest: nearly any word could be an image, and
 * only these are offered unasked (U5).
 */
export function explicitReference(text: string): string | undefined {
  const reference = readable(text.trim());
  if (reference === undefined) return undefined;
  const first = reference.slice(0, reference.indexOf('/') + 1);
  const namesRegistry = /[.:]/.test(first) || first === 'localhost/';
  return namesRegistry || !parseReference(reference).impliedTag ? reference : undefined;
}

function readable(text: string): string | undefined {
  // A clock's 12:30 reads as an image with a tag.
  if (text.length > 512 || !/[a-z]/.test(text)) return undefined;
  try {
    parseReference(text);
    return text;
  } catch {
    return undefined;
  }
}
