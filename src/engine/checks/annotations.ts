// The annotations check: each annotation that was asked for is in the payload with exactly this value
// (cosign-formats 5.2 e). The payload may hold more.
import type { CheckResult, SignatureClaims } from '../verdict.ts';

export function checkAnnotations(
  claims: SignatureClaims,
  wanted: readonly (readonly [name: string, value: string])[],
): CheckResult {
  const passes = wanted.every(([name, value]) => valueOf(claims, name) === value);
  return {
    check: 'annotations',
    outcome: passes ? 'passed' : 'failed',
    expected: words(wanted),
    found: words(claims.annotations.filter(([name]) => wanted.some((pair) => pair[0] === name))),
  };
}

/** A name that stands twice has no value that two readers agree on. */
function valueOf(claims: SignatureClaims, name: string): string | undefined {
  const values = claims.annotations.filter((pair) => pair[0] === name);
  return values.length === 1 ? values[0]?.[1] : undefined;
}

function words(annotations: readonly (readonly [name: string, value: string])[]): string {
  return annotations.map(([name, value]) => `${name}=${value}`).join(', ');
}
