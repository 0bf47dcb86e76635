// What an entry of a credential file holds: `auth` is base64 of user:password (docker/cli: decodeAuth).
import { EngineError } from '../errors.ts';
import type { AuthEntry } from './authFile.ts';
import type { Secret } from './credential.ts';

/**
 * The secret of an entry; undefined where the entry only marks a sign-in that a helper keeps.
 * Throws `bad-credential-file` for an `auth` that cannot be read. `name` names the file.
 */
export function secretOf(entry: AuthEntry, name: string): Secret | undefined {
  if (entry.registrytoken !== undefined) return { kind: 'bearer', token: entry.registrytoken };
  const { username, password } = userOf(entry, name);
  if (entry.identitytoken !== undefined) {
    return { kind: 'identity-token', username, token: entry.identitytoken };
  }
  if (username === '' && password === '') return undefined;
  if (username === '') {
    throw new EngineError('bad-credential-file', { path: name, reason: { code: 'no-user' } });
  }
  return { kind: 'basic', username, password };
}

function userOf(entry: AuthEntry, name: string): { username: string; password: string } {
  if (entry.auth === undefined) return { username: entry.username ?? '', password: entry.password ?? '' };
  const text = entry.auth.trim();
  const decoded = Buffer.from(text, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  // With or without padding, but nothing else: Buffer would skip over what is not base64.
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || colon < 0) {
    throw new EngineError('bad-credential-file', { path: name, reason: { code: 'bad-auth' } });
  }
  // Old Windows helpers padded passwords with zero bytes.
  const password = decoded.slice(colon + 1).replace(/\0+$/, '');
  return { username: decoded.slice(0, colon), password };
}
