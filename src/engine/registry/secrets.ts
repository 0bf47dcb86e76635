// Credentials as header values, and what of them must never show in a text that a server sent back.
import type { Credential } from '../credentials/credential.ts';

/** The value of a Basic Authorization header (RFC 7617, UTF-8); undefined where nothing can be sent so. */
export function basicHeader(credential: Credential): string | undefined {
  if (credential.kind === 'basic') return encode(credential.username, credential.password);
  // An identity token's fallback: Azure's null user name stands beside it in the file, helpers name none.
  if (credential.kind === 'identity-token') return encode(credential.username, credential.token);
  return undefined;
}

/** Every form in which a server could repeat the secret. */
export function secretsOf(credential: Credential): readonly string[] {
  if (credential.kind === 'anonymous') return [];
  const secret = credential.kind === 'basic' ? credential.password : credential.token;
  const basic = basicHeader(credential)?.slice('Basic '.length) ?? '';
  return [secret, encodeURIComponent(secret), basic].filter((text) => text !== '');
}

function encode(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}
