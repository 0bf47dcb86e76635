// The engine's real processes: real programs, with limits (security S25).
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isEngineError } from '../../../src/engine/errors.ts';
import { processes } from '../../../src/host/worldProcesses.ts';

describe('processes of the world', () => {
  let folder = '';
  const script = (name: string, text: string): string => {
    const file = path.join(folder, name);
    writeFileSync(file, `#!/bin/sh\n${text}\n`);
    chmodSync(file, 0o755);
    return file;
  };
  const run = (program: string, more: object = {}, signal = new AbortController().signal) =>
    processes.run(
      program,
      { args: [], stdin: '', timeoutMilliseconds: 20_000, outputLimit: 10_000, ...more },
      signal,
    );

  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'wp-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('get their input and give their output and exit code', async () => {
    const program = script('echo', 'cat; echo "$1" >&2; exit 3');
    assert.deepEqual(await run(program, { stdin: 'hello', args: ['a b; c'] }), {
      exitCode: 3,
      stdout: 'hello',
      stderr: 'a b; c\n',
    });
  });

  it('run in the home directory [S25]', async () => {
    const { stdout } = await run(script('where', 'pwd'));
    assert.equal(stdout.trim(), os.homedir());
  });

  it('are started by an absolute path only [S25]', async () => {
    await assert.rejects(run('sh'), /absolute/);
  });

  it('that cannot start, or do not read their input, end all the same', async () => {
    await assert.rejects(run(path.join(folder, 'none')), /ENOENT/);
    assert.equal(
      (await run(script('deaf', 'exec 0<&-; exit 0'), { stdin: 'x'.repeat(1_000_000) })).exitCode,
      0,
    );
  });

  it('that write too much are stopped [S25]', async () => {
    await assert.rejects(run(script('loud', 'yes'), { outputLimit: 1000 }), /more than 1000 bytes/);
  });

  it('that take too long are stopped, with what they started left alone [S25]', async () => {
    await assert.rejects(run(script('slow', 'sleep 2 & wait'), { timeoutMilliseconds: 200 }), /did not end/);
  });

  it('are stopped by a cancel', async () => {
    const giveUp = new AbortController();
    const running = run(script('slow2', 'exec sleep 30'), {}, giveUp.signal);
    giveUp.abort();
    await assert.rejects(running, (error) => isEngineError(error, 'cancelled'));
    await assert.rejects(run(script('x', ''), {}, giveUp.signal), (error) =>
      isEngineError(error, 'cancelled'),
    );
  });
});
