// Where the signature repository setting puts the signatures of an image.
// `perImage`: cosign's registry-support page (cosign 0.3 to 0.5); `shared`: the cosign binary since 0.6 (cosign-formats §2.2).
import { EngineError } from '../errors.ts';
import { formatRepository, isValidPath, type Repository } from '../oci/reference.ts';
import type { Layout } from '../verdict.ts';

/**
 * The repository that holds the signatures of `image`.
 * `perImage` replaces the registry and the first path component and keeps the rest; a path of one component is kept whole.
 * Throws `bad-signature-repository` where the result is no valid repository name.
 */
export function signatureRepositoryFor(image: Repository, setting: Repository, layout: Layout): Repository {
  if (layout === 'shared') return setting;
  const components = image.path.split('/');
  const kept = components.length === 1 ? components : components.slice(1);
  const repository = { registry: setting.registry, path: [setting.path, ...kept].join('/') };
  if (isValidPath(repository.path)) return repository;
  throw new EngineError('bad-signature-repository', {
    text: formatRepository(repository),
    reason: 'syntax',
    origin: 'countersign.signatureRepository',
  });
}
