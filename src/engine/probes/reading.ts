// What the registry says when an image is read, and when there is none: the headers and codes in which registries differ
// (registries §1b). Looks at one image of the repository, whichever is listed first.
import type { FindingName } from '../findings.ts';
import { digestOf, type Digest } from '../oci/digest.ts';
import {
  dockerIndex,
  dockerManifest,
  manifestTypes,
  ociIndex,
  ociManifest,
  simpleSigning,
} from '../oci/mediaTypes.ts';
import { isValidPath, isValidTag } from '../oci/reference.ts';
import type { RegistryReply } from '../registry/call.ts';
import { signatureTag } from '../signatures/tags.ts';
import type { Evidence, Finding } from '../registryCheck.ts';
import { isDone, judge, jsonOf, notTried, typeOf, type Prober } from './prober.ts';

const accept = { accept: manifestTypes.join(', ') };

/** What an image that is there says of the registry. */
export interface SeenImage {
  readonly digest: Digest;
  readonly mediaType: string;
}

export interface ProbedReading {
  readonly findings: readonly Finding[];
  readonly image: SeenImage | undefined;
}

const ofAnImage = ['manifest-digest', 'etag', 'not-modified', 'any-accept'] as const;
const types = ['oci-types', 'docker-types', 'signature-layer'] as const;

/** Reads one of these tags. Throws `cancelled`. */
export async function probeImage(prober: Prober, tags: readonly string[]): Promise<ProbedReading> {
  const tag = tags.find((name) => isValidTag(name));
  if (tag === undefined) return { findings: without('no-image'), image: undefined };
  const asked = await prober.ask({ path: `manifests/${tag}`, headers: accept, bodyLimit: 8 * 1024 * 1024 });
  if (!isDone(asked.reply)) return { findings: without('no-image'), image: undefined };
  const { reply } = asked;
  const image = { digest: digestOf(reply.body), mediaType: typeOf(reply) };
  const findings = [
    ...(await headerFindings(prober, reply, image)),
    ...typeFindings(image),
    await signatureFinding(prober, image.digest),
  ];
  return { findings, image };
}

function without(why: 'no-image'): readonly Finding[] {
  return [...notTried(why, ...ofAnImage), ...notTried('write', ...types)];
}

/** The findings about an answer that brought this manifest, which the repository holds under its digest. */
export async function headerFindings(
  prober: Prober,
  reply: RegistryReply,
  { digest, mediaType }: SeenImage,
): Promise<readonly Finding[]> {
  const etag = reply.headers.get('etag') ?? `"${digest}"`;
  const path = `manifests/${digest}`;
  const again = await prober.ask({ path, headers: { ...accept, 'if-none-match': etag } });
  const isOci = mediaType === ociManifest || mediaType === ociIndex;
  const any = isOci ? await prober.ask({ path }) : undefined;
  return [
    header('manifest-digest', reply, 'Docker-Content-Digest'),
    header('etag', reply, 'ETag'),
    judge('not-modified', again, ({ status }) => status === 304),
    ...(any === undefined
      ? notTried('no-image', 'any-accept')
      : [judge('any-accept', any, ({ status }) => status === 200)]),
  ];
}

function header(name: FindingName, { headers }: RegistryReply, of: string): Finding {
  const value = headers.get(of);
  if (value === null) return { name, answer: 'no', evidence: { kind: 'no-header', name: of } };
  return { name, answer: 'yes', evidence: { kind: 'header', name: of, value: value.slice(0, 200) } };
}

/** What the repository holds it has taken once. */
function typeFindings({ mediaType }: SeenImage): readonly Finding[] {
  const holds: Evidence = { kind: 'holds', mediaType };
  const isOci = mediaType === ociManifest || mediaType === ociIndex;
  const isDocker = mediaType === dockerManifest || mediaType === dockerIndex;
  return [
    ...(isOci
      ? [{ name: 'oci-types', answer: 'yes', evidence: holds } as const]
      : notTried('write', 'oci-types')),
    ...(isDocker
      ? [{ name: 'docker-types', answer: 'yes', evidence: holds } as const]
      : notTried('write', 'docker-types')),
  ];
}

/** A signature image that is there shows that its layer type is taken. */
async function signatureFinding(prober: Prober, digest: Digest): Promise<Finding> {
  const asked = await prober.ask({ path: `manifests/${signatureTag(digest)}`, headers: accept });
  const layers: unknown = isDone(asked.reply) ? jsonOf(asked.reply)?.['layers'] : undefined;
  const isSigned =
    Array.isArray(layers) &&
    layers.some((layer: unknown) => (layer as { mediaType?: unknown } | null)?.mediaType === simpleSigning);
  if (!isSigned) return notTried('write', 'signature-layer')[0] as Finding;
  return { name: 'signature-layer', answer: 'yes', evidence: { kind: 'holds', mediaType: simpleSigning } };
}

/** How it says that there is nothing: of a tag, and of a repository, that nobody has made. Throws `cancelled`. */
export async function probeMissing(prober: Prober, nonce: string): Promise<readonly Finding[]> {
  const { registry, path } = prober.repository;
  const unheard = `countersign-check-${nonce}`;
  const tag = await prober.ask({ path: `manifests/${unheard}`, headers: accept, forbiddenMeansNo: true });
  const isMissing = ({ status }: RegistryReply): boolean => status === 404;
  const found = judge('missing-tag', tag, isMissing);
  const beside = `${path}/${unheard}`;
  if (!isValidPath(beside)) return [found, ...notTried('needs-other', 'missing-repository')];
  const repository = await prober.ask({
    ...{ repository: { registry, path: beside }, path: 'manifests/latest', headers: accept },
    ...{ forbiddenMeansNo: true },
  });
  return [found, judge('missing-repository', repository, isMissing)];
}
