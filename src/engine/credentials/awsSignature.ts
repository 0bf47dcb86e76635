// AWS Signature Version 4 (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html), for the one call that
// turns access keys into a registry login.
import { createHash, createHmac } from 'node:crypto';

export interface AwsKeys {
  readonly accessKey: string;
  readonly secretKey: string;
  /** Of temporary keys. */
  readonly sessionToken: string | undefined;
}

export interface AwsRequest {
  readonly method: 'GET' | 'POST';
  /** Without a query. */
  readonly url: URL;
  readonly service: string;
  readonly region: string;
  /** Lower-case names; they are signed, with `host` and `x-amz-date`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** The headers that sign the request at this time (milliseconds since 1970), and those that were given. */
export function signAwsRequest(asked: AwsRequest, keys: AwsKeys, now: number): Record<string, string> {
  const date = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');
  const day = date.slice(0, 8);
  const token = keys.sessionToken === undefined ? {} : { 'x-amz-security-token': keys.sessionToken };
  const sent: Record<string, string> = { ...asked.headers, ...token, 'x-amz-date': date };
  const signed = Object.entries({ ...sent, host: asked.url.host }).sort(([one], [other]) =>
    one < other ? -1 : 1,
  );
  const names = signed.map(([name]) => name).join(';');
  const canonical = [
    asked.method,
    asked.url.pathname,
    '',
    ...signed.map(([name, value]) => `${name}:${value.trim()}`),
    '',
    names,
    sha256(asked.body),
  ].join('\n');
  const scope = `${day}/${asked.region}/${asked.service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', date, scope, sha256(new TextEncoder().encode(canonical))].join('\n');
  const key = [day, asked.region, asked.service, 'aws4_request'].reduce<string | Uint8Array>(
    (secret, part) => hmac(secret, part),
    `AWS4${keys.secretKey}`,
  );
  const signature = Buffer.from(hmac(key, text)).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${keys.accessKey}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  return { ...sent, authorization };
}

function hmac(key: string | Uint8Array, text: string): Uint8Array {
  return createHmac('sha256', key).update(text).digest();
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
