// What the demo registry's tokens look like: opaque, or a JWT with the claims of distribution's token specification
// (https://distribution.github.io/distribution/spec/auth/jwt/), whose signature nobody here checks.
import { randomBytes, randomUUID } from 'node:crypto';

export interface Access {
  readonly type: string;
  readonly name: string;
  readonly actions: readonly string[];
}

/** A new token; `user` undefined: nobody's. */
export function newToken(
  form: 'opaque' | 'jwt',
  user: string | undefined,
  access: readonly Access[],
): string {
  if (form === 'opaque') return randomBytes(24).toString('base64url');
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { sub: user ?? '', jti: randomUUID(), access };
  return `${part({ typ: 'JWT', alg: 'RS256' })}.${part(claims)}.${randomBytes(32).toString('base64url')}`;
}
