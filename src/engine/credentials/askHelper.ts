// Credential helpers (docker/docker-credential-helpers): `docker-credential-NAME get`, the server on standard input,
// JSON or an error on standard output.
import { EngineError, isEngineError, throwIfCancelled } from '../errors.ts';
import type { HelperProblem } from '../problems.ts';
import type { World } from '../world.ts';
import type { Secret } from './credential.ts';
import { findHelper, isHelperName } from './findHelper.ts';

const timeoutMilliseconds = 60_000;
const outputLimit = 65_536;

/** `absent`: the program itself is not on this machine. */
export type HelperAnswer =
  { readonly kind: 'secret'; readonly secret: Secret } | { readonly kind: 'none' | 'absent' };

/**
 * Asks the helper of this name for `server`. Throws `credential-helper-failed` with the helper's own words, cut, when
 * it fails in another way than not knowing the server, and `cancelled`.
 */
export async function askHelper(
  world: World,
  name: string,
  server: string,
  signal: AbortSignal,
): Promise<HelperAnswer> {
  throwIfCancelled(signal, 'asking a credential helper');
  if (!isHelperName(name)) throw failed('docker-credential-…', { code: 'bad-name' });
  const helper = `docker-credential-${name}`;
  const program = await findHelper(world, name);
  if (program === undefined) return { kind: 'absent' };
  const { exitCode, stdout } = await run(world, program, helper, server, signal);
  if (exitCode !== 0) {
    const words = stdout.replace(/\s+/g, ' ').trim();
    if (/credentials not found/i.test(words)) return { kind: 'none' };
    // A wrapper that fails may have printed the answer first.
    const isTold = words !== '' && !/secret\W*[:=]/i.test(words);
    throw failed(
      helper,
      isTold ? { code: 'said', words: words.slice(0, 200) } : { code: 'exit-code', exitCode },
    );
  }
  return readAnswer(stdout, helper);
}

/** The error for a helper that is needed and not there. */
export function helperAbsent(name: string): EngineError {
  return failed(`docker-credential-${name}`, { code: 'absent' });
}

async function run(
  world: World,
  program: string,
  helper: string,
  server: string,
  signal: AbortSignal,
): Promise<{ exitCode: number; stdout: string }> {
  try {
    const options = { args: ['get'], stdin: server, timeoutMilliseconds, outputLimit };
    return await world.processes.run(program, options, signal);
  } catch (error) {
    throwIfCancelled(signal, 'asking a credential helper');
    if (isEngineError(error)) throw error;
    throw failed(helper, { code: 'no-answer' });
  }
}

/**
 * What a helper of this name printed. Throws `credential-helper-failed` without any of it: it may be the secret.
 */
export function readAnswer(stdout: string, helper: string): HelperAnswer {
  let value: unknown;
  try {
    value = JSON.parse(stdout);
  } catch {
    throw failed(helper, { code: 'not-json' });
  }
  const fields = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const username = fields['Username'] ?? '';
  const hidden = fields['Secret'] ?? '';
  if (typeof username !== 'string' || typeof hidden !== 'string') {
    throw failed(helper, { code: 'no-secret' });
  }
  if (hidden === '' && username === '') return { kind: 'none' };
  if (username === '<token>') {
    return { kind: 'secret', secret: { kind: 'identity-token', username: '', token: hidden } };
  }
  return { kind: 'secret', secret: { kind: 'basic', username, password: hidden } };
}

function failed(helper: string, reason: HelperProblem): EngineError {
  return new EngineError('credential-helper-failed', { helper, reason });
}
