// The command-line tools of clouds (aws, gcloud, az, doctl, glab): each tells the login that it has. Which one is asked
// for which host its product says; one that has none, or fails, leaves the person without a login and says so in the log.
import { isEngineError, throwIfCancelled } from '../errors.ts';
import type { Repository } from '../oci/reference.ts';
import type { Tool } from '../products/product.ts';
import { productAt } from '../products/products.ts';
import type { World } from '../world.ts';
import { readAnswer } from './askHelper.ts';
import { lookUp, parseAuthFile } from './authFile.ts';
import { createPassingCredential, type Credential, type Secret } from './credential.ts';
import { secretOf } from './entrySecret.ts';
import { findProgram } from './findHelper.ts';

const timeoutMilliseconds = 60_000;
const outputLimit = 65_536;

/**
 * The login that the product's own tool has, or undefined: without a tool on this machine, and where it has none. It may
 * start a program (S25). Throws `cancelled`, and `credential-helper-failed` in the background, where none is started.
 */
export async function fromCloudTool(
  world: World,
  repository: Repository,
  signal: AbortSignal,
): Promise<Credential | undefined> {
  const tool = productAt(repository.registry)?.tool;
  const program = tool && (await findProgram(world, tool.program));
  if (tool === undefined || program === undefined) return undefined;
  try {
    const secret = await ask(world, tool, program, repository, signal);
    if (secret !== undefined)
      return createPassingCredential(world, secret, { kind: 'cloud-tool', detail: tool.program });
    world.log.info(`${tool.program} has no login for ${repository.registry}`);
  } catch (error) {
    throwIfCancelled(signal, 'looking for a credential');
    if (isEngineError(error, 'credential-helper-failed') && error.details.reason.code === 'in-background') {
      throw error;
    }
    // What it printed may be the secret, and is in no message.
    const why = isEngineError(error) ? error.code : 'no answer';
    world.log.warn(`${tool.program} was asked for a login for ${repository.registry}: ${why}`);
  }
  return undefined;
}

async function ask(
  world: World,
  tool: Tool,
  program: string,
  repository: Repository,
  signal: AbortSignal,
): Promise<Secret | undefined> {
  const { registry } = repository;
  const options = { args: tool.args(registry), stdin: registry, timeoutMilliseconds, outputLimit };
  const { exitCode, stdout } = await world.processes.run(program, options, signal);
  return exitCode === 0 ? secretIn(stdout, tool, repository) : undefined;
}

function secretIn(stdout: string, { answer, program }: Tool, repository: Repository): Secret | undefined {
  switch (answer.kind) {
    case 'password': {
      const password = stdout.trim();
      // Anything but one word is a message.
      return /^[\x21-\x7e]+$/.test(password) ? { kind: 'basic', username: answer.user, password } : undefined;
    }
    case 'refresh-token': {
      const token = memberOf(stdout, answer.member);
      return token === undefined ? undefined : { kind: 'identity-token', username: '', token };
    }
    case 'docker-config': {
      const entry = lookUp(parseAuthFile(stdout, program).auths, repository);
      return entry && secretOf(entry, program);
    }
    case 'docker-helper': {
      const read = readAnswer(stdout, program);
      return read.kind === 'secret' ? read.secret : undefined;
    }
  }
}

function memberOf(stdout: string, member: string): string | undefined {
  try {
    const value: unknown = JSON.parse(stdout);
    const token = (value as Record<string, unknown> | null)?.[member];
    return typeof token === 'string' && /^[\x21-\x7e]+$/.test(token) ? token : undefined;
  } catch {
    return undefined;
  }
}
