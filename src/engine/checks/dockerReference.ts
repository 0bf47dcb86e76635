// The docker-reference check: the name under which the image was signed (cosign-formats 1.1; security S16).
// A different name is shown and fails nothing unless a rule says so: images are copied between registries together with
// their signatures.
import { canonicalName, formatRepository, parseRepository } from '../oci/reference.ts';
import type { Repository } from '../oci/reference.ts';
import type { CheckResult, SignatureClaims } from '../verdict.ts';

export function checkDockerReference(
  claims: SignatureClaims,
  repository: Repository,
  required: boolean,
): CheckResult {
  const passes = repositoryNamedBy(claims) === canonicalName(repository);
  return {
    check: 'docker-reference',
    outcome: passes ? 'passed' : required ? 'failed' : 'note',
    expected: formatRepository(repository),
    found: claims.dockerReference,
  };
}

/** The canonical repository that the payload names; undefined where it names none: it may hold any text, also a tag. */
export function repositoryNamedBy({ dockerReference }: SignatureClaims): string | undefined {
  try {
    return canonicalName(parseRepository(dockerReference));
  } catch {
    return undefined;
  }
}
