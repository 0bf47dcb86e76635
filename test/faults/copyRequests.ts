// The requests of a copy by the names that its table uses: at which side, and how each is told from the others.
import type { CopyStep } from '../../src/engine/copyPlan.ts';
import { digestOf } from '../../src/engine/oci/digest.ts';
import { attachedTag, attestationTag, fallbackTag } from '../../src/engine/signatures/tags.ts';
import { type CopySetting, largeBlob, listTag } from './copyStage.ts';
import type { Asked } from './stage.ts';

export type CopyPhase = 'plan' | CopyStep;

export interface CopyMatcher {
  readonly at: 'source' | 'target';
  readonly isMeant: (asked: Asked, phase: CopyPhase) => boolean;
}

/** For one run: it remembers what was written. */
export function copyMatcher(setting: CopySetting, request: string): CopyMatcher {
  const { digest } = setting.source.image;
  const list = listTag(setting);
  const written = new Set<string>();
  /** A read of what this copy has written, or has not yet. */
  const get = (path: string, after?: boolean) => {
    return ({ method, url }: Asked): boolean => {
      if (method === 'PUT') written.add(url);
      return method === 'GET' && url === path && (after === undefined || written.has(path) === after);
    };
  };
  const old = (path: string): CopyMatcher => {
    return {
      at: 'source',
      isMeant: (asked, phase) => phase === 'plan' && get(`/v2/demo/app/${path}`)(asked),
    };
  };
  const planned = (path: string): CopyMatcher => {
    return { at: 'target', isMeant: (asked, phase) => phase === 'plan' && get(`/v2/new/app/${path}`)(asked) };
  };
  const there = (path: string, after: boolean): CopyMatcher => {
    const isRead = get(`/v2/new/app/${path}`, after);
    return { at: 'target', isMeant: (asked, phase) => isRead(asked) && phase !== 'plan' };
  };
  const put = (path: string): CopyMatcher => {
    const url = `/v2/new/app/${path}`;
    return { at: 'target', isMeant: (asked) => asked.method === 'PUT' && asked.url === url };
  };
  const upload = (isMeant: (asked: Asked, phase: CopyPhase) => boolean): CopyMatcher => {
    return {
      at: 'target',
      isMeant: (asked, phase) => asked.url.startsWith('/v2/new/app/blobs/') && isMeant(asked, phase),
    };
  };
  const large = digestOf(largeBlob);
  const matchers: Readonly<Record<string, CopyMatcher>> = {
    subject: {
      at: 'source',
      isMeant: (asked, phase) =>
        phase === 'plan' && /^\/v2\/demo\/app\/manifests\/(1\.0|sha256:)/.test(asked.url),
    },
    image: old(`manifests/${digest}`),
    '.sig': old(`manifests/${list}`),
    'attestation tag': old(`manifests/${attestationTag(digest)}`),
    'SBOM tag': old(`manifests/${attachedTag(digest, 'sbom')}`),
    'fallback tag': old(`manifests/${fallbackTag(digest)}`),
    referrers: old(`referrers/${digest}`),
    referrer: old(`manifests/${setting.referrer}`),
    'look at the target': planned(`manifests/${digest}`),
    'planned list': planned(`manifests/${list}`),
    'planned tag': planned('manifests/1.0'),
    'planned fallback': planned(`manifests/${fallbackTag(digest)}`),
    'look at a blob': upload(({ method }) => method === 'HEAD'),
    blob: { at: 'source', isMeant: ({ url }) => url.startsWith('/v2/demo/app/blobs/') },
    'large blob': { at: 'source', isMeant: ({ url }) => url === `/v2/demo/app/blobs/${large}` },
    mount: upload(({ method, url }) => method === 'POST' && url.includes('mount=')),
    'upload POST': upload(({ method }) => method === 'POST'),
    'upload PUT': upload(({ method }, phase) => method === 'PUT' && phase === 'blobs'),
    'large PUT': upload(({ method, url }) => method === 'PUT' && url.endsWith(large)),
    'config PUT': upload(({ method }, phase) => method === 'PUT' && phase !== 'blobs'),
    'look at the image': there(`manifests/${digest}`, false),
    'image write': put(`manifests/${digest}`),
    'image read-back': there(`manifests/${digest}`, true),
    'referrer write': put(`manifests/${setting.referrer}`),
    'referrer read-back': there(`manifests/${setting.referrer}`, true),
    'fresh list': there(`manifests/${list}`, false),
    'list write': put(`manifests/${list}`),
    'list read-back': there(`manifests/${list}`, true),
    'referrers there': there(`referrers/${digest}`, false),
    'fresh fallback': there(`manifests/${fallbackTag(digest)}`, false),
    'fallback write': put(`manifests/${fallbackTag(digest)}`),
    'fallback read-back': there(`manifests/${fallbackTag(digest)}`, true),
    'tag look': there('manifests/1.0', false),
    'tag write': put('manifests/1.0'),
    'tag read-back': there('manifests/1.0', true),
    token: { at: 'target', isMeant: ({ url }) => url.startsWith('/token') && !url.includes('push') },
    'push token': { at: 'target', isMeant: ({ url }) => url.startsWith('/token') && url.includes('push') },
  };
  const found = matchers[request];
  if (found === undefined) throw new Error(`no matcher for ${request}`);
  return found;
}
