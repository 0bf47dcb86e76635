// The docker-reference check: the name under which the image was signed (cosign-formats 1.1; security S16).
// A different name is shown and fails nothing: images are copied between registries together with signatures.
import { canonicalName, formatRepository, parseRepository } from '../oci/reference.ts';
import type { Repository } from '../oci/reference.ts';
import type { CheckResult, SignatureClaims } from '../verdict.ts';

export function checkDockerReference(claims: SignatureClaims, repository: Repository): CheckResult {
  const passes = canonicalText(claims.dockerReference) === canonicalName(repository);
  return {
    check: 'docker-reference',
    outcome: passes ? 'passed' : 'note',
    expected: formatRepository(repository),
    found: claims.dockerReference,
  };
}

/** The payload may hold any text, also a tag: what names no repository equals none. */
function canonicalText(text: string): string | undefined {
  try {
    return canonicalName(parseRepository(text));
  } catch {
    return undefined;
  }
}
