// The recorded data of real cosign, read in place beside the repository and never copied into it.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** Tests run at the root of the repository. */
const folder = path.resolve('../shared/golden');

export const goldenMissing =
  'the recorded data of real cosign is not beside the repository (../shared/golden)';

/** Every private key in the recorded data opens with this. */
export const goldenPassword = 'hello';

export interface GoldenRegistry {
  /** `` or `generations`. */
  readonly name: string;
  readonly repositories: Readonly<Record<string, GoldenRepository>>;
  readonly blob: (digest: string) => Uint8Array;
  /** Key files by their name without folder, e.g. `cosign.key`. */
  readonly keys: Readonly<Record<string, string>>;
}

export interface GoldenRepository {
  readonly tags: Readonly<Record<string, string>>;
  /** Content type by digest. */
  readonly manifests: Readonly<Record<string, string>>;
}

/** Both recorded registries with their keys, or none where there is no recorded data. */
export function goldenRegistries(): readonly GoldenRegistry[] {
  return existsSync(folder) ? ['', 'generations'].map(readRegistry) : [];
}

/** The text of another recorded file, by its path inside the data. */
export function goldenText(file: string): string {
  return readFileSync(path.join(folder, file), 'utf8');
}

function readRegistry(name: string): GoldenRegistry {
  const base = path.join(folder, name);
  const keys = path.join(base, 'keys');
  return {
    name,
    repositories: JSON.parse(
      readFileSync(path.join(base, 'registry/repositories.json'), 'utf8'),
    ) as GoldenRegistry['repositories'],
    blob: (digest) => readFileSync(path.join(base, 'registry/blobs', digest.replace(':', '/'))),
    keys: Object.fromEntries(
      readdirSync(keys).map((file) => [file, readFileSync(path.join(keys, file), 'utf8')] as const),
    ),
  };
}
