// Takes away what was written, and sees by it what can be deleted: by tag, by digest, and whether a digest takes its tag
// along (registries §1b: at ggcr's registry it does not). Only digests that carry the nonce are deleted (S32).
import type { Finding, LeftOver } from '../registryCheck.ts';
import { askReferrers, listedIn } from './referrers.ts';
import { isDone, judge, notTried, type Asked, type Prober } from './prober.ts';
import type { ScratchManifest } from './scratch.ts';
import { lookAt, type Writer } from './writer.ts';

export interface Removed {
  readonly findings: readonly Finding[];
  readonly left: readonly LeftOver[];
}

/**
 * Removes tag, manifests and blobs, and looks whether they are gone. `referrer`: what hangs on the tagged image, which is
 * left for last so that the list can be read without it. Throws `cancelled`.
 */
export async function probeRemoving(
  prober: Prober,
  writer: Writer,
  referrer: ScratchManifest | undefined,
): Promise<Removed> {
  const findings: Finding[] = [];
  const tagged = writer.tagged();
  const rest = [...writer.manifests.values()].filter(
    (one) => one !== tagged && one.digest !== referrer?.digest,
  );
  // What lists others goes before them.
  rest.sort((one, other) => Number('index' === kindOf(other)) - Number('index' === kindOf(one)));
  for (const { digest } of rest) await drop(prober, digest);
  if (tagged !== undefined) {
    const deletions = await removeTagged(prober, writer, tagged);
    findings.push(...deletions);
    // Who has just deleted may delete, also where tokens do not tell.
    if (deletions.some(({ name, answer }) => name !== 'delete-takes-tags' && answer === 'yes'))
      findings.push({ name: 'delete', answer: 'yes', evidence: { kind: 'seen' } });
  }
  if (tagged !== undefined && referrer !== undefined && writer.manifests.has(referrer.digest)) {
    findings.push(await stillListed(prober, tagged, referrer));
    await drop(prober, referrer.digest);
  }
  const blobs = await dropBlobs(prober, writer);
  return { findings, left: [...(await leftOf(prober, writer)), ...blobs] };
}

function kindOf({ mediaType }: ScratchManifest): 'index' | 'image' {
  return mediaType.includes('index') ? 'index' : 'image';
}

function drop(prober: Prober, target: string): Promise<Asked> {
  return prober.ask({
    ...{ method: 'DELETE', path: `manifests/${target}`, operation: 'deleting a manifest' },
    ...{ access: 'pull,push,delete', bodyLimit: 65_536 },
  });
}

/** The tag first; then it is set once more, for what a deletion by digest does to it. */
async function removeTagged(
  prober: Prober,
  writer: Writer,
  tagged: ScratchManifest,
): Promise<readonly Finding[]> {
  const byTag = await drop(prober, writer.tag);
  const isGone = isDone(byTag.reply) && (await lookAt(prober, writer.tag)) === 'absent';
  const tag = deletion('delete-tag', byTag, isGone);
  const isThere = !isGone || isDone((await writer.put(prober, 'tag', tagged)).reply);
  const byDigest = await drop(prober, tagged.digest);
  const isDigestGone = isDone(byDigest.reply) && (await lookAt(prober, tagged.digest)) === 'absent';
  const digest = deletion('delete-digest', byDigest, isDigestGone);
  if (isThere && !isDigestGone && isGone)
    return [tag, ...(await withoutTag(prober, writer, tagged, byDigest))];
  if (!isThere || !isDigestGone) return [tag, digest, ...notTried('needs-other', 'delete-takes-tags')];
  const left = await lookAt(prober, writer.tag);
  if (left === 'absent')
    return [tag, digest, { name: 'delete-takes-tags', answer: 'yes', evidence: { kind: 'seen' } }];
  await drop(prober, writer.tag);
  const answer = left === 'cannot-tell' ? 'cannot-tell' : 'no';
  return [tag, digest, { name: 'delete-takes-tags', answer, evidence: { kind: 'not-so' } }];
}

/** Google deletes no digest that a tag still names (registries §3.2): the tag goes first then. `kept`: what it said. */
async function withoutTag(
  prober: Prober,
  writer: Writer,
  tagged: ScratchManifest,
  kept: Asked,
): Promise<readonly Finding[]> {
  await drop(prober, writer.tag);
  const again = await drop(prober, tagged.digest);
  const isGone = isDone(again.reply) && (await lookAt(prober, tagged.digest)) === 'absent';
  const takesTags = isGone
    ? judge('delete-takes-tags', kept, () => false)
    : (notTried('needs-other', 'delete-takes-tags')[0] as Finding);
  return [deletion('delete-digest', again, isGone), takesTags];
}

function deletion(name: 'delete-tag' | 'delete-digest', asked: Asked, isGone: boolean): Finding {
  if (isDone(asked.reply) && !isGone) return { name, answer: 'no', evidence: { kind: 'not-so' } };
  return judge(name, asked, (reply) => (isDone(reply) ? { kind: 'seen' } : false));
}

/** Whether what hung on an image is listed when the image is gone. */
async function stillListed(
  prober: Prober,
  subject: ScratchManifest,
  referrer: ScratchManifest,
): Promise<Finding> {
  const name = 'referrers-of-deleted';
  // What was never stored is listed nowhere.
  const isThere = (await lookAt(prober, referrer.digest)) === referrer.digest;
  if (!isThere || (await lookAt(prober, subject.digest)) !== 'absent')
    return notTried('needs-other', name)[0] as Finding;
  const asked = await askReferrers(prober, subject.digest, '');
  const listed = asked.reply === undefined ? undefined : listedIn(asked.reply);
  if (listed === undefined) return notTried('needs-other', name)[0] as Finding;
  return { name, answer: listed.includes(referrer.digest) ? 'yes' : 'no', evidence: { kind: 'seen' } };
}

/** Blobs are deleted where that is possible at all; elsewhere the registry collects what nothing names. */
async function dropBlobs(prober: Prober, { blobs }: Writer): Promise<readonly LeftOver[]> {
  const left: LeftOver[] = [];
  for (const { digest } of blobs.values()) {
    const asked = await prober.ask({
      ...{ method: 'DELETE', path: `blobs/${digest}`, operation: 'deleting a manifest' },
      ...{ access: 'pull,push,delete', bodyLimit: 65_536 },
    });
    const isGone = asked.reply?.status === 404 || isDone(asked.reply);
    if (!isGone) left.push({ kind: 'blob', tag: undefined, digest });
  }
  return left;
}

/** What is still there, or may be. */
async function leftOf(prober: Prober, writer: Writer): Promise<readonly LeftOver[]> {
  const left: LeftOver[] = [];
  const tagged = writer.tagged();
  if (tagged !== undefined && (await lookAt(prober, writer.tag)) !== 'absent')
    left.push({ kind: 'tag', tag: writer.tag, digest: tagged.digest });
  for (const { digest } of writer.manifests.values()) {
    if ((await lookAt(prober, digest)) !== 'absent') left.push({ kind: 'manifest', tag: undefined, digest });
  }
  return left;
}
