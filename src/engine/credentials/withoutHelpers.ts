// For what goes on behind a result: it may use what is known, and starts no program of the person's (S25).
import { EngineError } from '../errors.ts';
import type { World } from '../world.ts';
import { shareIdentities } from './credential.ts';
import { pathsOf } from './places.ts';

const quietWorlds = new WeakSet<World>();

/** True for what goes on in the background: whoever would have to be asked for a secret is not. */
export function asksNobody(world: World): boolean {
  return quietWorlds.has(world);
}

/**
 * This world where no credential helper starts: one that is needed is `credential-helper-failed`. A credential has the
 * same identity in both.
 */
export function withoutHelpers(world: World): World {
  const run = (program: string): Promise<never> =>
    Promise.reject(notInBackground(pathsOf(world).basename(program, '.exe')));
  // Not a copy: the environment is read when it is needed.
  const quiet = Object.create(world, { processes: { value: { run }, enumerable: true } }) as World;
  shareIdentities(world, quiet);
  quietWorlds.add(quiet);
  return quiet;
}

/** What is needed, and asked by nobody but a person. */
export function notInBackground(helper: string): EngineError {
  return new EngineError('credential-helper-failed', { helper, reason: { code: 'in-background' } });
}
