// Link headers (RFC 8288) of lists: only the query of `rel="next"` is taken, and asked of the very list it came from.

import { EngineError } from '../errors.ts';

/**
 * The query of the next page, or undefined where there is none. `n=0` is dropped: GitHub's registry asks for pages of
 * nothing. Throws `bad-answer` for a Link to another host. `asked` is the URL that answered.
 */
export function nextQuery(registry: string, header: string | null, asked: URL): string | undefined {
  const target = nextTarget(header ?? '');
  if (target === undefined) return undefined;
  const url = URL.canParse(target, asked.href) ? new URL(target, asked) : undefined;
  if (url?.host !== asked.host) {
    throw new EngineError('bad-answer', { registry, reason: 'next-page-elsewhere' });
  }
  return url.search
    .slice(1)
    .split('&')
    .filter((part) => part !== '' && part !== 'n=0')
    .join('&');
}

function nextTarget(header: string): string | undefined {
  for (const match of header.matchAll(
    /<([^<>]*)>((?:\s*;\s*[^\s;,="]+\s*(?:=\s*(?:"[^"]*"|[^\s;,"]*))?)*)/g,
  )) {
    if (/;\s*rel\s*=\s*(?:"(?:[^"]*\s)?next(?:\s[^"]*)?"|next(?=\s*(?:;|$)))/i.test(match[2] ?? ''))
      return match[1];
  }
  return undefined;
}
