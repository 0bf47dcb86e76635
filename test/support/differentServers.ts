// What four servers do differently, as probed (registries.md §1b): distribution 2.8 and 3.1.2 and ggcr's registry are the
// real ones; zot cannot run here and is the demo registry with the switches of its column.
import { isValidPath } from '../../src/engine/oci/reference.ts';
import { refusal } from '../demo/answers.ts';
import { startRegistry, type Registry } from '../demo/registry.ts';
import { startDistribution } from './distribution.ts';
import { startGgcrRegistry } from './ggcrRegistry.ts';
import { findPeer } from './peers.ts';
import { missingDistribution } from './realServers.ts';

export interface DifferentServer {
  readonly title: string;
  /** Why it cannot run here; undefined where it can. */
  readonly missing: () => Promise<string | undefined>;
  readonly start: () => Promise<{ readonly address: string; stop(): Promise<void> }>;
  readonly probed: {
    /** 304 to If-None-Match. */
    readonly conditionalReads: boolean;
    /** GET of an OCI manifest by a client that names no types. */
    readonly withoutAccept: 200 | 404;
    readonly unknownRepository: 'MANIFEST_UNKNOWN' | 'NAME_UNKNOWN';
    /** The media type of an error's body. */
    readonly errorType: 'application/json' | 'text/plain';
    /** A name outside the grammar. */
    readonly badName: 'text/plain' | 'NAME_UNKNOWN';
    readonly referrers: 200 | 404;
    /** `OCI-Subject` on the PUT of a manifest with a subject. */
    readonly announcesSubject: boolean;
    /** The PUT of a manifest of Docker's types. */
    readonly dockerTypes: 201 | 415;
    /** The PUT of a manifest under another digest, and of one whose blob is missing. */
    readonly checks: boolean;
    /** POST with the whole blob. */
    readonly singlePost: 201 | 202;
    readonly mount: 201 | 202;
    /** `unordered`: all at once, whatever n says. */
    readonly tags: 'link' | 'no-link' | 'unordered';
    /** `cut`: n takes some at random, and `last` leads to no others. */
    readonly catalog: 'link' | 'cut';
    readonly deleteByTag: 202 | 400;
    /** What a tag answers when its digest has been deleted. */
    readonly tagBehindDelete: 404 | 200;
    /** What the referrers of a deleted image answer. */
    readonly referrersBehindDelete: 200 | 404;
  };
}

const signal = new AbortController().signal;

const distribution = {
  conditionalReads: true,
  withoutAccept: 404,
  unknownRepository: 'MANIFEST_UNKNOWN',
  errorType: 'application/json',
  badName: 'text/plain',
  referrers: 404,
  announcesSubject: false,
  dockerTypes: 201,
  checks: true,
  singlePost: 202,
  mount: 201,
  catalog: 'link',
  tagBehindDelete: 404,
  referrersBehindDelete: 404,
} as const;

/** Docker's types are refused unless its compatibility with them is switched on; an unknown repository has its own code. */
async function startZot(): Promise<Registry> {
  const registry: Registry = await startRegistry({
    statusFor: ({ method, path, headers }) => {
      const type = headers['content-type'] ?? '';
      if (method === 'PUT' && type.includes('vnd.docker.')) {
        return refusal(415, 'MANIFEST_INVALID', 'manifest invalid');
      }
      const name = /^\/v2\/(.+)\/(?:manifests|tags)\//.exec(path)?.[1];
      const unknown =
        method === 'GET' && name !== undefined && isValidPath(name) && !registry.state.repositories.has(name);
      return unknown ? refusal(404, 'NAME_UNKNOWN', 'repository name not known to registry') : undefined;
    },
  });
  return registry;
}

export const differentServers: readonly DifferentServer[] = [
  {
    title: 'distribution 2.8',
    missing: missingDistribution('debian'),
    start: () => startDistribution({ version: 'debian' }, signal),
    probed: { ...distribution, tags: 'unordered', deleteByTag: 400 },
  },
  {
    title: 'distribution 3.1.2',
    missing: missingDistribution('v3'),
    start: () => startDistribution({ version: 'v3' }, signal),
    probed: { ...distribution, tags: 'link', deleteByTag: 202 },
  },
  {
    title: 'ggcr’s registry with referrers',
    missing: async () =>
      (await findPeer('referrers-registry')) === undefined
        ? 'referrers-registry is not built (.ci/run builds it)'
        : undefined,
    start: () => startGgcrRegistry({ referrers: true }, signal),
    probed: {
      conditionalReads: false,
      withoutAccept: 200,
      unknownRepository: 'NAME_UNKNOWN',
      errorType: 'text/plain',
      badName: 'NAME_UNKNOWN',
      referrers: 200,
      announcesSubject: false,
      dockerTypes: 201,
      checks: false,
      singlePost: 201,
      mount: 202,
      tags: 'no-link',
      catalog: 'cut',
      deleteByTag: 202,
      tagBehindDelete: 200,
      referrersBehindDelete: 200,
    },
  },
  {
    title: 'zot (by switches)',
    missing: () => Promise.resolve(undefined),
    start: startZot,
    probed: {
      conditionalReads: false,
      withoutAccept: 200,
      unknownRepository: 'NAME_UNKNOWN',
      errorType: 'application/json',
      badName: 'text/plain',
      referrers: 200,
      announcesSubject: true,
      dockerTypes: 415,
      checks: true,
      singlePost: 201,
      mount: 201,
      tags: 'link',
      catalog: 'link',
      deleteByTag: 202,
      tagBehindDelete: 404,
      referrersBehindDelete: 200,
    },
  },
];
