// Amazon ECR by access keys that are written down, without any program (GetAuthorizationToken:
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html). The keys sign one request to
// AWS itself and go nowhere; its answer is the login, for twelve hours.
import { isEngineError, throwIfCancelled } from '../errors.ts';
import { request } from '../http/request.ts';
import type { Repository } from '../oci/reference.ts';
import { ecrApi, type EcrApi } from '../products/ecr.ts';
import type { World } from '../world.ts';
import { readAwsKeys, type NamedKeys } from './awsKeys.ts';
import { signAwsRequest } from './awsSignature.ts';
import { createOwnHttp } from './certificates.ts';
import { asksNobody, notInBackground } from './withoutHelpers.ts';
import { createPassingCredential, type Credential, type Secret } from './credential.ts';

const bodyLimit = 65_536;

/**
 * The login that AWS gives for the keys at hand; undefined for another registry, without keys, and where AWS refuses them:
 * its own tool is asked next, and the log says why. Throws `cancelled`, what reading the keys throws, and
 * `credential-helper-failed` in the background, where AWS is not asked.
 */
export async function fromAwsKeys(
  world: World,
  { registry }: Repository,
  signal: AbortSignal,
): Promise<Credential | undefined> {
  const api = ecrApi(registry);
  const keys = api && (await readAwsKeys(world));
  if (api === undefined || keys === undefined) return undefined;
  if (asksNobody(world)) throw notInBackground(api.url.host);
  try {
    const secret = await askAws(world, api, keys, signal);
    if (secret !== undefined)
      return createPassingCredential(world, secret, { kind: 'aws-keys', detail: keys.from });
    world.log.warn(`AWS gave no login for ${registry} to the keys of ${keys.from}`);
  } catch (error) {
    throwIfCancelled(signal, 'looking for a credential');
    world.log.warn(
      `AWS was asked for a login for ${registry}: ${isEngineError(error) ? error.code : 'no answer'}`,
    );
  }
  return undefined;
}

async function askAws(
  world: World,
  { url, region }: EcrApi,
  keys: NamedKeys,
  signal: AbortSignal,
): Promise<Secret | undefined> {
  const body = new TextEncoder().encode('{}');
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken',
  };
  const asked = { method: 'POST', url, service: 'ecr', region, headers, body } as const;
  const response = await request(
    createOwnHttp(world),
    {
      ...{ method: 'POST', url, body, bodyLimit, retry: 'safe', redirects: 'same-host' },
      headers: signAwsRequest(asked, keys, world.clock.now()),
      what: 'asking for a token',
    },
    signal,
  );
  return response.status === 200 ? loginIn(response.body) : undefined;
}

/** `authorizationToken` is base64 of user:password. */
function loginIn(body: Uint8Array): Secret | undefined {
  try {
    const value = JSON.parse(new TextDecoder().decode(body)) as {
      readonly authorizationData?: readonly { readonly authorizationToken?: unknown }[];
    } | null;
    const token = value?.authorizationData?.[0]?.authorizationToken;
    const [, username, password] =
      /^([\x21-\x39\x3b-\x7e]+):([\x21-\x7e]+)$/.exec(typeof token === 'string' ? atob(token) : '') ?? [];
    if (username === undefined || password === undefined) return undefined;
    return { kind: 'basic', username, password };
  } catch {
    return undefined;
  }
}
