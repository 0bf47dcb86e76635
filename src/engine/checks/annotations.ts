// The annotations check: each annotation that was asked for is in the payload with exactly this value
// (cosign-formats 5.2 e). The payload may hold more.
import type { PayloadClaims } from '../signatures/payload.ts';
import type { CheckResult } from '../verdict.ts';

export function checkAnnotations(
  claims: PayloadClaims,
  wanted: readonly (readonly [name: string, value: string])[],
): CheckResult {
  const passes = wanted.every(([name, value]) => valueOf(claims, name) === value);
  const asked = claims.annotations.filter(([name]) => wanted.some((pair) => pair[0] === name));
  return {
    check: 'annotations',
    outcome: passes ? 'passed' : 'failed',
    expected: words(wanted, []),
    found: words(asked, claims.notText),
  };
}

/** Only text counts: a signer who wrote the number 1 did not write "1", and cosign takes neither for the other. */
function valueOf(claims: PayloadClaims, name: string): string | undefined {
  if (claims.notText.includes(name)) return undefined;
  return claims.annotations.find((pair) => pair[0] === name)?.[1];
}

function words(
  annotations: readonly (readonly [name: string, value: string])[],
  notText: readonly string[],
): string {
  return annotations
    .map(([name, value]) => `${name}=${notText.includes(name) ? value : JSON.stringify(value)}`)
    .join(', ');
}
