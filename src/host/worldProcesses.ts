// The real processes of the engine's world: one program by its absolute path, no shell, in the home directory, with
// limits of time and output (S25).
import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { isAbsolute } from 'node:path';
import { EngineError } from '../engine/errors.ts';
import type { Processes, RunResult } from '../engine/world.ts';

export const processes: Processes = { run };

async function run(
  program: string,
  options: Parameters<Processes['run']>[1],
  signal: AbortSignal,
): Promise<RunResult> {
  if (!isAbsolute(program)) throw new Error(`not an absolute path: ${program}`);
  if (signal.aborted) throw new EngineError('cancelled', { what: program });
  const child = spawn(program, [...options.args], { shell: false, cwd: homedir(), windowsHide: true });
  return new Promise((resolve, reject) => {
    const stdout: Uint8Array[] = [];
    const stderr: Uint8Array[] = [];
    let written = 0;
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
    };
    const stop = (reason: Error): void => {
      end();
      child.kill('SIGKILL');
      // A grandchild may hold the pipes open; nobody waits for it.
      child.stdout.destroy();
      child.stderr.destroy();
      reject(reason);
    };
    const cancel = (): void => {
      stop(new EngineError('cancelled', { what: program }));
    };
    const keep = (chunks: Uint8Array[]) => (chunk: Uint8Array) => {
      written += chunk.length;
      if (written > options.outputLimit) stop(new Error(`wrote more than ${options.outputLimit} bytes`));
      else chunks.push(chunk);
    };
    const timer = setTimeout(() => {
      stop(new Error(`did not end within ${options.timeoutMilliseconds} milliseconds`));
    }, options.timeoutMilliseconds);
    signal.addEventListener('abort', cancel);
    child.stdout.on('data', keep(stdout));
    child.stderr.on('data', keep(stderr));
    child.on('error', stop);
    child.on('close', (code, killedBy) => {
      end();
      if (code === null) reject(new Error(`was ended by ${killedBy ?? 'a signal'}`));
      else resolve({ exitCode: code, stdout: textOf(stdout), stderr: textOf(stderr) });
    });
    // A program that does not read its input is no failure by itself.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.stdin);
  });
}

function textOf(chunks: readonly Uint8Array[]): string {
  return Buffer.concat(chunks).toString('utf8');
}
