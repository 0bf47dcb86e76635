// The tags that cosign gives to what hangs on an image (cosign-formats §2.1), as a copy needs them.
import type { CopyManifest, CopyPart } from '../copyPlan.ts';
import { EngineError } from '../errors.ts';
import type { HangingTag } from '../places/hangingOn.ts';
import { attachedTag } from '../signatures/tags.ts';

const kinds: Partial<Readonly<Record<CopyPart, HangingTag>>> = {
  signatures: 'signature',
  attestations: 'attestation',
  sbom: 'sbom',
};

/** True for what stands under a tag of its own beside the image: the others are found by their digest. */
export function isTagged({ part }: Pick<CopyManifest, 'part'>): boolean {
  return kinds[part] !== undefined;
}

/** True for a list that several add to, layer by layer: it is merged, never replaced. */
export function isList({ part }: Pick<CopyManifest, 'part'>): boolean {
  return part === 'signatures' || part === 'attestations';
}

/** `sha256-HEX.sig`, `.att` or `.sbom` of what it hangs on. */
export function attachedTagOf({ part, of }: Pick<CopyManifest, 'part' | 'of'>): string {
  const kind = kinds[part];
  if (kind === undefined || of === undefined)
    throw new EngineError('internal', { what: 'name an attached tag' });
  return attachedTag(of, kind);
}
