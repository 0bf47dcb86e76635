// The simple signing payload: what a key signs in a `.sig` image (cosign-formats §1.1;
// sigstore/sigstore pkg/signature/payload/payload.go). Written byte for byte as cosign does, read as Go reads it.
import { EngineError } from '../errors.ts';
import type { Digest } from '../oci/digest.ts';
import { encodeGoJson, goMap, goStruct } from '../oci/goJson.ts';
import { foldName, readJson, repeatedNames } from '../oci/json.ts';
import type { JsonNode, JsonObject } from '../oci/json.ts';
import type { PayloadProblem } from '../problems.ts';
import type { SignatureClaims } from '../verdict.ts';

/** The text that makes a payload a cosign signature. */
export const payloadType = 'cosign container image signature';

/** Some five thousand annotations: far more than anybody writes, and up to 64 payloads are read at once (S40). */
const mostValues = 10_000;

/** What a payload says, and which of its annotations are no text. */
export interface PayloadClaims extends SignatureClaims {
  /**
   * Names of annotations whose value is no JSON string; their value in `annotations` is the JSON text.
   * cosign compares only strings: `1` and `"1"` are two values, so a check must not take one for the other.
   */
  readonly notText: readonly string[];
}

/**
 * The payload's bytes, without a newline. `dockerReference` is the repository in full (formatRepository), written as it
 * stands; without annotations `optional` is null, else they are sorted by the UTF-8 bytes of their names.
 * Throws `bad-annotation` for an empty name, a name given twice, or half a surrogate pair (it has no UTF-8 form).
 */
export function buildPayload(
  dockerReference: string,
  digest: Digest,
  annotations: readonly (readonly [name: string, value: string])[],
): Uint8Array {
  checkAnnotations(annotations);
  return encodeGoJson(
    goStruct([
      [
        'critical',
        goStruct([
          ['identity', goStruct([['docker-reference', dockerReference]])],
          ['image', goStruct([['docker-manifest-digest', digest]])],
          ['type', payloadType],
        ]),
      ],
      ['optional', annotations.length === 0 ? null : goMap(annotations)],
    ]),
  );
}

/** Throws `bad-annotation` for annotations that no payload can carry unambiguously. */
export function checkAnnotations(annotations: readonly (readonly [name: string, value: string])[]): void {
  const seen = new Set<string>();
  for (const [name, value] of annotations) {
    if (name === '') throw new EngineError('bad-annotation', { name, reason: 'empty-name' });
    if (/\p{Surrogate}/u.test(name + '\n' + value)) {
      throw new EngineError('bad-annotation', { name: wellFormed(name), reason: 'not-unicode' });
    }
    if (seen.has(name)) throw new EngineError('bad-annotation', { name, reason: 'duplicate' });
    seen.add(name);
  }
}

/**
 * Reads a payload generously, as Go's decoder does: names in any case (very old payloads write `Critical`), unknown
 * members, any object as `optional`, null for what is not there. The digest and the type come out exactly as they
 * stand; whether they are right is for the checks.
 *
 * Throws `bad-payload` where two readers could disagree. Of two members that fold to one name Go takes the last,
 * a reader that goes by exact names takes the one spelt right, and one that takes the first differs again: a signer
 * could show one digest to each. So nobody wins: such a payload is not read at all.
 */
export function readPayload(bytes: Uint8Array): PayloadClaims {
  const reading = readJson(bytes, mostValues);
  if ('problem' in reading) refuse(reading.problem);
  const root = objectOf(reading.root, 'not-an-object');
  const critical = objectOf(only(root, 'critical'));
  const image = objectOf(only(critical, 'image'));
  const identity = only(critical, 'identity');
  const optional = only(root, 'optional');
  return {
    digest: textOf(only(image, 'docker-manifest-digest'), true),
    dockerReference: isAbsent(identity) ? '' : textOf(only(objectOf(identity), 'docker-reference')),
    type: textOf(only(critical, 'type')),
    ...(isAbsent(optional) ? { annotations: [], notText: [] } : readAnnotations(objectOf(optional))),
  };
}

function readAnnotations(optional: JsonObject): Pick<PayloadClaims, 'annotations' | 'notText'> {
  // A map's names are taken as they stand: `a` and `A` are two. Compared as Go has them after decoding.
  if (repeatedNames(optional, wellFormed).length > 0) refuse('name-twice');
  return {
    annotations: optional.members.map(({ name, value }) => [
      wellFormed(name),
      value.type === 'string' ? wellFormed(value.value) : value.source,
    ]),
    notText: optional.members
      .filter(({ value }) => value.type !== 'string')
      .map(({ name }) => wellFormed(name)),
  };
}

function only(object: JsonObject, name: string): JsonNode | undefined {
  const found = object.members.filter((member) => foldName(member.name) === name);
  if (found.length > 1) {
    const sameCase = found.every((member) => member.name === found[0]?.name);
    refuse(sameCase ? 'name-twice' : 'name-in-two-cases');
  }
  return found[0]?.value;
}

function objectOf(node: JsonNode | undefined, problem: PayloadProblem = 'part-missing'): JsonObject {
  return node?.type === 'object' ? node : refuse(problem);
}

function textOf(node: JsonNode | undefined, required = false): string {
  if (isAbsent(node) && !required) return '';
  return node?.type === 'string' ? wellFormed(node.value) : refuse('part-missing');
}

function isAbsent(node: JsonNode | undefined): boolean {
  return node === undefined || node.type === 'null';
}

/** Half a surrogate pair becomes U+FFFD, as in Go. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}

function refuse(reason: PayloadProblem): never {
  throw new EngineError('bad-payload', { reason });
}
