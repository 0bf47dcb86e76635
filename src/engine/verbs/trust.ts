// What Trust This Signer asks before it writes a rule: did this key sign this image?
import { parsePublicKey } from '../keys/publicKey.ts';
import type { TrustRequest, VerifyRequest } from '../plan.ts';
import type { EngineContext } from './context.ts';
import { verify } from './verify.ts';

/**
 * True where a signature found on the image would be valid if this key were trusted: only then may it be (U1, S13).
 * Throws `bad-key-file`, `unsupported-key`, and as verify does.
 */
export async function keySignedIt(
  engine: EngineContext,
  request: VerifyRequest,
  key: { readonly name: string; readonly pem: string },
  signal: AbortSignal,
): Promise<boolean> {
  const { pem } = parsePublicKey(key.pem, key.name);
  const trust: TrustRequest = {
    levels: [{ level: 'user', source: '', value: [{ images: '**', keys: [pem] }] }],
    ownKeys: [],
    readKeyFile: () =>
      Promise.resolve({ fault: { code: 'key-file-not-readable', reason: { code: 'absent' } } }),
  };
  const report = await verify(engine, { ...request, annotations: [], trust }, signal);
  return report.signatures.some((signature) => signature.status === 'valid');
}
