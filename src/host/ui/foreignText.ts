// The one escaper of foreign text (registry errors, names, annotations, labels, identities): nothing of what VS Code
// makes live in messages and picks (links, icons) or in Markdown (HTML, links, images) survives it (S21, S22).

// Controls, bidirectional overrides, zero-width and other invisible characters, line separators, tags, lone surrogates.
const invisible =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\u{1bca0}-\u{1bca3}\u{e0000}-\u{e0fff}]|\p{Cs}/gu;

/**
 * Plain text for messages, progress, prompts, picks, status bar and labels: `[x](command:…)` and `$(icon)` lose their
 * meaning, invisible characters are shown as `<U+202E>`, line breaks become blanks, long text is cut at `limit`
 * characters with an ellipsis. Disarming twice changes nothing more.
 */
export function disarm(text: string, limit = 300): string {
  const oneLine = text.replace(/[\t\n\r\u0085\u2028\u2029]+/g, ' ');
  return cut(showInvisible(oneLine.replace(/\](?=\()/g, '] ').replace(/\$(?=\()/g, '$ ')), limit);
}

/** A foreign value inside a line of Markdown: inline code that no backtick inside can end, never HTML or a link. */
export function literal(text: string, limit = 1000): string {
  const inside = cut(showInvisible(text), limit);
  if (inside === '') return '` `';
  const ticks = '`'.repeat(longestRun(inside) + 1);
  return `${ticks} ${inside} ${ticks}`;
}

/** Invisible characters as `<U+202E>`, for places that show everything else as it is (documents, log). */
export function showInvisible(text: string): string {
  return text.replace(invisible, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
  });
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}

function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = limit - 1;
  const splitsPair = /[\ud800-\udbff]/.test(text.charAt(end - 1));
  return `${text.slice(0, splitsPair ? end - 1 : end)}…`;
}
