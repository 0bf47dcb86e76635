// What a sigstore bundle states, as far as telling a signature from an attestation needs it (cosign-formats §7.1).
// Nothing is verified here: this version judges no bundle.

/** The predicate type by which `cosign sign` says "this image is signed"; every other one is an attestation. */
export const signPredicate = 'https://sigstore.dev/cosign/sign/v1';

/**
 * `attestation` only where the bundle's own statement says so by another predicate type; whatever cannot be read
 * stays `signature`, because it may be one. Never throws.
 */
export function kindOfBundle(bytes: Uint8Array): 'signature' | 'attestation' {
  try {
    const bundle = parse(bytes);
    const payload = text(member(member(bundle, 'dsseEnvelope'), 'payload'));
    if (payload === undefined) return 'signature';
    const predicate = text(member(parse(Buffer.from(payload, 'base64')), 'predicateType'));
    return predicate === undefined || predicate === signPredicate ? 'signature' : 'attestation';
  } catch {
    return 'signature';
  }
}

function parse(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
