// What is stored: OCI and Docker media types, the layer type of signatures, other configs, an index; whether a tag can be
// written again; and whether what is wrong is refused (registries §1b). The scratch tag is the only tag that is set.
import { EngineError } from '../errors.ts';
import { ociManifest } from '../oci/mediaTypes.ts';
import { writeRefusal } from '../registry/writeRefusal.ts';
import type { Finding } from '../registryCheck.ts';
import { askReferrers, listedIn, probeReferrers } from './referrers.ts';
import { headerFindings } from './reading.ts';
import { answered, isDone, judge, notTried, typeOf, type Asked, type Prober } from './prober.ts';
import { scratchType, type Scratch, type ScratchManifest } from './scratch.ts';
import { lookAt, type Writer } from './writer.ts';

/** Stores the scratch image in every form. Throws `cancelled`. */
export async function probeStoring(
  prober: Prober,
  writer: Writer,
  scratch: Scratch,
): Promise<readonly Finding[]> {
  const plain = await writer.put(prober, 'tag', scratch.plain);
  const oci = judge('oci-types', plain, isDone);
  const legacy = await writer.put(prober, 'digest', scratch.legacy);
  const docker = judge('docker-types', legacy, isDone);
  const findings = [oci, docker];
  if (oci.answer !== 'yes') {
    // Docker's types only: the rest is tried in those.
    if (docker.answer !== 'yes') return [...findings, ...notTried('needs-other', ...onTop)];
    const tagged = await writer.put(prober, 'tag', scratch.legacy);
    return [
      ...findings,
      pushFinding(tagged),
      judge('signature-layer', legacy, isDone),
      ...(await overwritten(prober, writer, scratch.legacy, scratch.legacy, tagged)),
      ...notTried('needs-other', 'custom-config', 'index', 'fallback-tag', 'content-checked'),
    ];
  }
  findings.push(pushFinding(plain));
  findings.push(...(await seen(prober, scratch.plain)));
  findings.push(...(await overSignature(prober, writer, scratch)));
  const artifact = await writer.put(prober, 'digest', scratch.artifact);
  const index = await writer.put(prober, 'digest', scratch.index);
  const indexed = judge('index', behindAWrite(index), isDone);
  findings.push(judge('custom-config', behindAWrite(artifact), isDone), indexed, {
    ...indexed,
    name: 'fallback-tag',
  });
  findings.push(await contentChecked(prober, writer, scratch));
  return findings;
}

const onTop = [
  'signature-layer',
  'overwrite',
  'immutable',
  'conditional-write',
  'custom-config',
  'index',
  'fallback-tag',
  'content-checked',
] as const;

function pushFinding(asked: Asked): Finding {
  return judge('push', { ...asked }, (reply) => (isDone(reply) ? { kind: 'seen' } : false));
}

/** Who has just stored one manifest has the right to: what is forbidden then is the form (registries §3.12). */
function behindAWrite(asked: Asked): Asked {
  return asked.reply !== undefined && asked.reply.status === 403 ? { ...asked, meansNothing: false } : asked;
}

/** What an answer with a manifest of a known type looks like: a repository may hold none but this. */
async function seen(prober: Prober, { digest, mediaType }: ScratchManifest): Promise<readonly Finding[]> {
  const { reply } = await prober.ask({ path: `manifests/${digest}`, headers: { accept: ociManifest } });
  if (!isDone(reply)) return [];
  return headerFindings(prober, reply, { digest, mediaType: typeOf(reply) || mediaType });
}

/** The image with the layer of signatures goes over the plain one: it says something of both. */
async function overSignature(prober: Prober, writer: Writer, scratch: Scratch): Promise<readonly Finding[]> {
  const over = await writer.put(prober, 'tag', scratch.signature);
  // A tag that may not change says nothing of the layer's type.
  const layer = isDone(over.reply) ? over : await writer.put(prober, 'digest', scratch.signature);
  return [
    judge('signature-layer', layer, isDone),
    ...(await overwritten(prober, writer, scratch.plain, scratch.signature, over)),
  ];
}

/** `over`: what came of writing `next` to the tag of `first`. */
async function overwritten(
  prober: Prober,
  writer: Writer,
  first: ScratchManifest,
  next: ScratchManifest,
  over: Asked,
): Promise<readonly Finding[]> {
  const isImmutable =
    over.reply !== undefined && writeRefusal(over.refusal, writer.tag)?.code === 'tag-immutable';
  // Where one form only is stored, nothing was written over anything.
  if (first.digest === next.digest)
    return [...notTried('needs-other', 'overwrite', 'immutable'), await conditional(prober, writer, next)];
  if (isDone(over.reply)) {
    const there = await lookAt(prober, writer.tag);
    const isOver = there === next.digest;
    const evidence = isOver ? ({ kind: 'seen' } as const) : ({ kind: 'not-so' } as const);
    const answer = isOver ? 'yes' : there === 'cannot-tell' ? 'cannot-tell' : 'no';
    return [
      { name: 'overwrite', answer, evidence },
      isOver
        ? { name: 'immutable', answer: 'no', evidence }
        : { name: 'immutable', answer: 'cannot-tell', evidence },
      await conditional(prober, writer, next),
    ];
  }
  const refused = judge('overwrite', over, () => false);
  const immutable: Finding = isImmutable
    ? { name: 'immutable', answer: 'yes', evidence: answered(over) }
    : { ...refused, name: 'immutable', answer: 'cannot-tell' };
  return [refused, immutable, ...notTried('needs-other', 'conditional-write')];
}

/** Written again as it stands, under a condition that does not hold: whoever takes it does not look at conditions. */
async function conditional(prober: Prober, writer: Writer, there: ScratchManifest): Promise<Finding> {
  const headers = { 'if-none-match': '*', 'if-match': `"sha256:${'0'.repeat(64)}"` };
  const asked = await writer.put(prober, 'tag', there, headers);
  return judge('conditional-write', asked, ({ status }) => status === 412);
}

/** Yes where nothing wrong is taken. What is taken is noted, and removed like the rest. */
async function contentChecked(prober: Prober, writer: Writer, { wrong }: Scratch): Promise<Finding> {
  const name = 'content-checked';
  const took: (keyof Scratch['wrong'])[] = [];
  let last: Asked | undefined;
  for (const what of ['wrong-digest', 'not-json', 'missing-blob'] as const) {
    last = await writer.put(prober, 'digest', wrong[what]);
    if (last.reply === undefined || last.meansNothing) return judge(name, last, () => false);
    if (isDone(last.reply)) took.push(what);
  }
  if (took.length > 0) return { name, answer: 'no', evidence: { kind: 'took', what: took } };
  if (last?.reply === undefined) throw new EngineError('internal', { what: 'nothing was sent' });
  return { name, answer: 'yes', evidence: answered(last) };
}

/** Whether what hangs on an image is listed, told when it is written, and filtered. Throws `cancelled`. */
export async function probeHanging(
  prober: Prober,
  writer: Writer,
  subject: ScratchManifest,
  referrer: ScratchManifest,
): Promise<readonly Finding[]> {
  const asked = await writer.put(prober, 'digest', referrer);
  if (!isDone(asked.reply)) {
    const refused = judge('subject-told', asked, () => false);
    return [refused, ...notTried('needs-other', 'referrers-of-deleted')];
  }
  const told = asked.reply.headers.get('oci-subject');
  const subjectTold: Finding =
    told === null
      ? { name: 'subject-told', answer: 'no', evidence: { kind: 'no-header', name: 'OCI-Subject' } }
      : {
          ...{ name: 'subject-told', answer: 'yes' },
          evidence: { kind: 'header', name: 'OCI-Subject', value: told.slice(0, 200) },
        };
  // Another type than what hangs there has.
  const [api, filter] = await probeReferrers(prober, subject.digest, `${scratchType}.other`);
  const listed = await askReferrers(prober, subject.digest, '');
  const isListed = listed.reply !== undefined && listedIn(listed.reply)?.includes(referrer.digest) === true;
  const found: Finding | undefined =
    api?.answer !== 'yes' || isListed
      ? api
      : { name: 'referrers', answer: 'no', evidence: { kind: 'not-so' } };
  return [subjectTold, ...(found === undefined ? [] : [found]), ...(filter === undefined ? [] : [filter])];
}
