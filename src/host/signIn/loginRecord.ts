// A kept login as text: the record without the secret for the list beside the keychain, and the whole for its holder.
import type { KeptLogin, LoginSecret } from '../../engine/signIn.ts';

export function recordText({ registry, path, user }: KeptLogin): string {
  return JSON.stringify({ registry, path, user });
}

/** The login that this text tells of; undefined for anything that is no record. */
export function readRecord(text: unknown): KeptLogin | undefined {
  const { registry, path, user } = fieldsOf(text);
  if (typeof registry !== 'string' || registry === '' || typeof path !== 'string') return undefined;
  return { registry, path, user: typeof user === 'string' ? user : '' };
}

export function loginText(login: KeptLogin, secret: LoginSecret): string {
  return JSON.stringify({ ...login, secret });
}

/** What loginText wrote; undefined for anything else. What it holds is in no error. */
export function readLogin(
  text: string | undefined,
): { readonly login: KeptLogin; readonly secret: LoginSecret } | undefined {
  const login = readRecord(text);
  const secret = secretIn(fieldsOf(text)['secret']);
  return login === undefined || secret === undefined ? undefined : { login, secret };
}

function secretIn(value: unknown): LoginSecret | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { kind, username, password, token } = value as Readonly<Record<string, unknown>>;
  if (typeof username !== 'string') return undefined;
  if (kind === 'basic' && typeof password === 'string') return { kind, username, password };
  if (kind === 'identity-token' && typeof token === 'string') return { kind, username, token };
  return undefined;
}

function fieldsOf(text: unknown): Readonly<Record<string, unknown>> {
  if (typeof text !== 'string') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}
