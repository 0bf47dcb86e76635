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
  publicKeyPem: string,
  signal: AbortSignal,
): Promise<boolean> {
  const { pem } = parsePublicKey(publicKeyPem, 'the public key');
  const trust: TrustRequest = {
    levels: [{ level: 'user', source: '', value: [{ images: '**', keys: [pem] }] }],
    ownKeys: [],
    readKeyFile: () => Promise.resolve({ problem: 'no file is read for this' }),
  };
  const report = await verify(engine, { ...request, annotations: [], trust }, signal);
  return report.signatures.some((signature) => signature.status === 'valid');
}
