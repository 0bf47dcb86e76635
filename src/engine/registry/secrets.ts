// Credentials as header values, and what of them must never show in a text that a server sent back.
import type { Credential } from '../credentials/credential.ts';
import { isDigest } from '../oci/digest.ts';
import { writeGoJson } from '../oci/goJson.ts';

/** The value of a Basic Authorization header (RFC 7617, UTF-8); undefined where nothing can be sent so. */
export function basicHeader(credential: Credential): string | undefined {
  if (credential.kind === 'basic') return encode(credential.username, credential.password);
  // An identity token's fallback: Azure's null user name stands beside it in the file, helpers name none.
  if (credential.kind === 'identity-token') return encode(credential.username, credential.token);
  return undefined;
}

/** The secret of this credential in every form in which a server could repeat it. */
export function secretsOf(credential: Credential): readonly string[] {
  if (credential.kind === 'anonymous') return [];
  const secret = credential.kind === 'basic' ? credential.password : credential.token;
  const basic = basicHeader(credential)?.slice('Basic '.length) ?? '';
  return [...formsOf(secret), ...(basic === '' ? [] : [basic])];
}

/** What stands in the query of an address that a server gave: a presigned query, the state of an upload. */
export function secretsInQuery(url: URL): readonly string[] {
  const texts = url.search
    .slice(1)
    .split('&')
    .map((part) => part.slice(part.indexOf('=') + 1));
  const values = [...url.searchParams].map(([, value]) => value);
  // Short ones are counts and names, and a digest is nobody's secret.
  return [...texts, ...values.flatMap(formsOf)].filter((text) => text.length >= 8 && !isDigest(text));
}

/** A text as it is, in a URL, a form, JSON (JavaScript's and Go's) and HTML (three ways to write quotes); none if empty. */
export function formsOf(text: string): readonly string[] {
  if (text === '') return [];
  const html = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const forms = [
    text,
    // Half a surrogate pair has no such form.
    encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd')),
    new URLSearchParams({ x: text }).toString().slice(2),
    JSON.stringify(text).slice(1, -1),
    writeGoJson(text).slice(1, -1),
    html,
    html.replaceAll('"', '&quot;'),
    html.replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
    html.replaceAll('"', '&#34;').replaceAll("'", '&#39;'),
  ];
  // The longest first: what is left of one form must not hide another.
  return [...new Set(forms)].sort((one, other) => other.length - one.length);
}

function encode(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}
