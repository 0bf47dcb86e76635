// A registry that gets every kind of secret: a login or an identity token, bearer tokens, upload Locations and redirects to
// its storage with a presigned query. On demand it repeats in its answer whatever it was sent.
import { randomUUID } from 'node:crypto';
import { digest as digestOf, repositoryOf, storeBlob } from '../demo/state.ts';
import type { Answer, RecordedRequest } from '../demo/answers.ts';
import type { RegistryOptions } from '../demo/options.ts';
import { append, signatureBy } from '../support/rival.ts';
import { makeSigner } from '../support/scene.ts';
import type { WorldOptions } from '../support/world.ts';
import { newSetting, type Setting } from './stage.ts';
import { formsOf, htmlOf } from './textsIn.ts';

export const ann = makeSigner('ann');
export const ben = makeSigner('ben');

/** Each is unlike every other text; the password has what JSON, HTML and URLs write differently. */
export const secrets = {
  password: 'canary&Password<1>"ü %/+\'',
  identityToken: 'canary-identity-token-7d2e/+==',
  uploadState: 'canary-upload-state-51aa',
  presigned: 'canary-presigned-signature-90bc',
};

export type Echo = 'json' | 'text' | 'page' | 'storage';

export interface CanaryStage {
  readonly setting: Setting;
  /** From now on these requests are answered with this status and a repetition of what they were. */
  echo(isMeant: (request: RecordedRequest) => boolean, status: number, form: Echo): void;
  quiet(): void;
  /** The digest of the payload of the signature that is there. */
  payload(): string;
  /** The names of the secrets that have reached a server since secretsSince was asked last. */
  sent(): string[];
  /** All secrets in all their forms: the given ones, and every token that was sent since this was asked last. */
  secretsSince(): string[];
  stop(): Promise<void>;
}

export async function newCanaryStage(): Promise<CanaryStage> {
  let echoing: ((request: RecordedRequest) => Answer | undefined) | undefined;
  const statusFor = (request: RecordedRequest): Answer | undefined =>
    echoing?.(request) ?? storageAnswer(setting, request);
  const options: RegistryOptions = {
    auth: {
      token: { expiresInSeconds: 300, refreshTokens: { [secrets.identityToken]: 'ann' } },
      users: { ann: secrets.password },
    },
    statusFor,
  };
  const setting = await newSetting(options);
  append(setting.registry, setting.image, signatureBy(ben, setting.image));
  return {
    setting,
    echo: (isMeant, status, form) => {
      echoing = (request) => (isMeant(request) ? repeat(request, status, form) : undefined);
    },
    quiet: () => (echoing = undefined),
    payload: () => digestOf(signatureBy(ben, setting.image).payload),
    sent: () => {
      const texts = setting.registry.requests.map(({ headers, query, body }) =>
        [decoded(headers['authorization']), ...query.values(), decodeURIComponent(textOf(body))].join(' '),
      );
      return Object.entries(secrets)
        .filter(([, secret]) => texts.some((text) => text.includes(secret)))
        .map(([name]) => name);
    },
    secretsSince: () => {
      const tokens = new Set<string>();
      for (const { headers } of setting.registry.requests) {
        const bearer = /^Bearer (\S+)$/.exec(headers['authorization'] ?? '')?.[1];
        if (bearer !== undefined) tokens.add(bearer);
      }
      setting.registry.requests.length = 0;
      const basic = Buffer.from(`ann:${secrets.password}`).toString('base64');
      return [...Object.values(secrets), ...tokens].flatMap(formsOf).concat(basic.replace(/=+$/, ''));
    },
    stop: () => setting.stop(),
  };
}

/** Signed in with the password, or with the identity token. */
export function signedIn(address: string, how: 'password' | 'identityToken'): WorldOptions {
  const auth = Buffer.from(`ann:${how === 'password' ? secrets.password : ''}`).toString('base64');
  const entry = how === 'password' ? { auth } : { auth, identitytoken: secrets.identityToken };
  return { files: { '/home/ann/.docker/config.json': JSON.stringify({ auths: { [address]: entry } }) } };
}

// Blobs lie in a storage of another name, behind a presigned query; uploads carry a state in their Location.
function storageAnswer({ registry, image }: Setting, request: RecordedRequest): Answer | undefined {
  const { method, path, query, headers, body } = request;
  const blobs = repositoryOf(registry.state, 'demo/app').blobs;
  if (path.startsWith('/storage/')) {
    const blob = blobs.get(path.slice('/storage/'.length));
    const isSigned = query.get('X-Amz-Signature') === secrets.presigned;
    if (blob === undefined || !isSigned) return { status: 403, body: '<Error/>' };
    return { status: 200, body: blob };
  }
  if (headers['authorization'] === undefined && !path.includes('/blobs/uploads/')) return undefined;
  const blob = /\/blobs\/(sha256:[0-9a-f]{64})$/.exec(path)?.[1];
  if (method === 'GET' && blob !== undefined && blobs.has(blob)) {
    const port = image.repository.split(':')[1]?.split('/')[0] ?? '';
    const location = `http://localhost:${port}/storage/${blob}?X-Amz-Signature=${secrets.presigned}`;
    return { status: 307, headers: { location } };
  }
  if (method === 'POST' && path.endsWith('/blobs/uploads/') && headers['authorization'] !== undefined) {
    const location = `/v2/demo/app/blobs/uploads/${randomUUID()}?_state=${secrets.uploadState}`;
    return { status: 202, headers: { location } };
  }
  if (method !== 'PUT' || !path.includes('/blobs/uploads/')) return undefined;
  const isRight = query.get('digest') === digestOf(body) && query.get('_state') === secrets.uploadState;
  if (!isRight) return { status: 400, body: '{"errors":[{"code":"DIGEST_INVALID"}]}' };
  storeBlob(registry.state, 'demo/app', body);
  return { status: 201 };
}

/** What a Basic header says, else nothing. */
function decoded(authorization: string | undefined): string {
  const basic = /^Basic (\S+)$/.exec(authorization ?? '')?.[1];
  return Buffer.from(basic ?? '', 'base64').toString('utf8');
}

function textOf(bytes: Uint8Array): string {
  // A percent sign that begins nothing would end decodeURIComponent; forms have none.
  return new TextDecoder().decode(bytes).replace(/%(?![0-9A-Fa-f]{2})/g, '');
}

function repeat({ method, path, query, headers, body }: RecordedRequest, status: number, form: Echo): Answer {
  const parts = [
    decoded(headers['authorization']),
    (headers['authorization'] ?? '').replace(/^Bearer /, 'token '),
    `${method} ${path}?${query.toString()}`,
    new TextDecoder().decode(body).slice(0, 4000),
  ];
  // What is behind the first 300 characters is cut off: each part comes first once.
  const text = [...parts.slice(status % 4), ...parts.slice(0, status % 4)].join(' | ');
  switch (form) {
    case 'json':
      return {
        status,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ errors: [{ code: 'ECHO', message: text, detail: text }] }),
      };
    case 'text':
      return { status, headers: { 'content-type': 'text/plain' }, body: JSON.stringify(text).slice(1, -1) };
    case 'page':
      return {
        status,
        headers: { 'content-type': 'text/html' },
        body: `<html><title>${htmlOf(text).slice(0, 190)}</title></html>`,
      };
    case 'storage':
      return { status, headers: { 'content-type': 'application/xml' }, body: storageError(query) };
  }
}

/** As S3 answers a signature that it does not take. */
function storageError(query: URLSearchParams): string {
  const signature = query.get('X-Amz-Signature') ?? query.get('_state') ?? '';
  return `<Error><Code>SignatureDoesNotMatch</Code><SignatureProvided>${signature}</SignatureProvided></Error>`;
}
