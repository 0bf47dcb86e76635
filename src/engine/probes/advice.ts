// What to do about a "no": what the product's description says, or a setting of ours that goes round it.
import type { FindingName } from '../findings.ts';
import { products } from '../products/products.ts';
import type { Advice, Finding } from '../registryCheck.ts';

/** For these findings a "no" keeps signatures from being written beside the image. */
const needsAnotherPlace: readonly FindingName[] = ['push', 'overwrite', 'signature-layer'];

/** For each "no" of which there is something to say. */
export function adviceOn(findings: readonly Finding[]): readonly Advice[] {
  const named = findings.find(({ name }) => name === 'product')?.evidence;
  const product = products.find(({ name }) => named?.kind === 'product' && name === named.name);
  const answers = new Map(findings.map(({ name, answer }) => [name, answer]));
  return findings.flatMap(({ name, answer, evidence }): readonly Advice[] => {
    if (answer !== 'no') return [];
    const own = product?.advice?.[name];
    const isAbsent = name === 'tag-list' && evidence.kind === 'answered' && evidence.status === 404;
    return [
      ...(isAbsent ? [{ finding: name, kind: 'push-first' } as const] : []),
      ...(own === undefined ? [] : [{ finding: name, kind: 'product', advice: own } as const]),
      ...ours(name, answers),
    ];
  });
}

function ours(name: FindingName, answers: ReadonlyMap<FindingName, Finding['answer']>): readonly Advice[] {
  if (name === 'oci-types' && answers.get('docker-types') !== 'no')
    return [{ finding: name, kind: 'legacy-media-types', value: true }];
  if (name === 'docker-types' && answers.get('oci-types') !== 'no')
    return [{ finding: name, kind: 'legacy-media-types', value: false }];
  if (name === 'oci-types') return [{ finding: name, kind: 'signature-repository' }];
  return needsAnotherPlace.includes(name) ? [{ finding: name, kind: 'signature-repository' }] : [];
}
