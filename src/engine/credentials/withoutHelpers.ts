// For what goes on behind a result: it may use what is known, and starts no program of the person's (S25).
import { EngineError } from '../errors.ts';
import type { World } from '../world.ts';
import { shareIdentities } from './credential.ts';
import { pathsOf } from './places.ts';

/**
 * This world where no credential helper starts: one that is needed is `credential-helper-failed`. A credential has the
 * same identity in both.
 */
export function withoutHelpers(world: World): World {
  const run = (program: string): Promise<never> => {
    const helper = pathsOf(world).basename(program, '.exe');
    const reason = { code: 'in-background' } as const;
    return Promise.reject(new EngineError('credential-helper-failed', { helper, reason }));
  };
  // Not a copy: the environment is read when it is needed.
  const quiet = Object.create(world, { processes: { value: { run }, enumerable: true } }) as World;
  shareIdentities(world, quiet);
  return quiet;
}
