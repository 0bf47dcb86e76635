// Link headers (RFC 8288) of lists: only the query of `rel="next"` is taken, and asked of the very list it came from.

/**
 * The query of the next page, undefined where there is none, or 'foreign' for a Link that names another host.
 * `n=0` is dropped: GitHub's registry asks for pages of nothing.
 */
export function nextQuery(header: string | null, asked: URL): string | undefined | 'foreign' {
  const target = nextTarget(header ?? '');
  if (target === undefined) return undefined;
  if (!URL.canParse(target, asked.href)) return 'foreign';
  const url = new URL(target, asked);
  if (url.host !== asked.host) return 'foreign';
  return url.search
    .slice(1)
    .split('&')
    .filter((part) => part !== '' && part !== 'n=0')
    .join('&');
}

function nextTarget(header: string): string | undefined {
  for (const match of header.matchAll(
    /<([^>]*)>((?:\s*;\s*[^\s;,="]+\s*(?:=\s*(?:"[^"]*"|[^\s;,"]*))?)*)/g,
  )) {
    if (/;\s*rel\s*=\s*(?:"(?:[^"]*\s)?next(?:\s[^"]*)?"|next(?=\s*(?:;|$)))/i.test(match[2] ?? ''))
      return match[1];
  }
  return undefined;
}
