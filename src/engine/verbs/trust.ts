// What Trust This Signer asks before it writes a rule: did this key sign what was found?
import { parsePublicKey, verifySignature } from '../keys/publicKey.ts';
import { parseReference } from '../oci/reference.ts';
import { withBudget } from '../registry/session.ts';
import type { VerifyRequest } from '../plan.ts';
import type { EngineContext } from './context.ts';
import { resolvePreferences } from './preferences.ts';
import { resolveSubject } from './resolveSubject.ts';
import { readAllPlaces, verifyBudget } from './verify.ts';

/** True where this public key verifies a signature found on the image: only then may it be trusted (U1, S13). */
export async function keySignedIt(
  engine: EngineContext,
  request: VerifyRequest,
  publicKeyPem: string,
  signal: AbortSignal,
): Promise<boolean> {
  const key = parsePublicKey(publicKeyPem, 'the public key');
  const session = withBudget(engine.session, verifyBudget, 'this look');
  const preferences = resolvePreferences(request.settings, engine.world);
  const subject = await resolveSubject(session, parseReference(request.reference), signal);
  const readings = await readAllPlaces(session, subject, preferences, signal);
  return readings
    .flatMap((reading) => reading.found)
    .some(
      ({ payload, signature }) =>
        payload !== undefined && signature !== undefined && verifySignature(key, payload, signature),
    );
}
