// The signature settings that count for an image: the person's, else cosign's environment variables, else the defaults.
// Source: cosign-formats §1.4, §2.2; S8: the variables are used and shown (where one looks makes no bad signature good).
import { EngineError, isEngineError } from '../errors.ts';
import { parseRepository, type Repository } from '../oci/reference.ts';
import type { SignatureSettings } from '../plan.ts';
import type { Layout, Origin } from '../verdict.ts';
import type { World } from '../world.ts';

export interface Preferences {
  readonly signatureRepository: SignatureRepository | undefined;
  readonly legacyMediaTypes: { readonly value: boolean; readonly origin: Origin };
}

export interface SignatureRepository {
  readonly repository: Repository;
  /** As it was written. */
  readonly value: string;
  readonly layout: Layout;
  readonly origin: Origin;
}

const byDefault: Origin = { kind: 'default', name: '' };

/** Throws `bad-signature-repository` for a value with a tag, a digest or wrong syntax. */
export function resolvePreferences(settings: SignatureSettings, world: World): Preferences {
  return {
    signatureRepository: chosenRepository(settings, world),
    legacyMediaTypes: settings.legacyMediaTypes ?? legacyFromEnvironment(world),
  };
}

function chosenRepository(settings: SignatureSettings, world: World): SignatureRepository | undefined {
  const set = settings.signatureRepository;
  if (set !== undefined && set.value.trim() !== '') {
    const layout = settings.layout?.value ?? 'perImage';
    return { ...readRepository(set.value, set.origin), layout };
  }
  // An empty variable is an unset one; a value means what the cosign binary makes of it since 0.6.
  const value = world.environment['COSIGN_REPOSITORY'];
  if (value === undefined || value === '') return undefined;
  const origin: Origin = { kind: 'environment', name: 'COSIGN_REPOSITORY' };
  return { ...readRepository(value, origin), layout: 'shared' };
}

function readRepository(value: string, origin: Origin): Omit<SignatureRepository, 'layout'> {
  const text = value.trim();
  const refuse = (reason: 'tag' | 'digest' | 'syntax'): EngineError =>
    new EngineError('bad-signature-repository', {
      text,
      reason,
      origin: origin.kind === 'environment' ? origin.name : 'countersign.signatureRepository',
    });
  if (text.includes('@')) throw refuse('digest');
  if (text.slice(text.lastIndexOf('/') + 1).includes(':') && text.includes('/')) throw refuse('tag');
  try {
    return { repository: parseRepository(text), value: text, origin };
  } catch (error) {
    if (isEngineError(error, 'bad-reference')) throw refuse('syntax');
    throw error;
  }
}

/** Go's strconv.ParseBool: these are true, everything else is off for cosign. */
const goTrue = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);

function legacyFromEnvironment(world: World): Preferences['legacyMediaTypes'] {
  const value = world.environment['COSIGN_DOCKER_MEDIA_TYPES'];
  if (value === undefined || value === '') return { value: false, origin: byDefault };
  return { value: goTrue.has(value), origin: { kind: 'environment', name: 'COSIGN_DOCKER_MEDIA_TYPES' } };
}
