// Tools that are not ours, as judges: crane, regctl and skopeo with a login of their own at a registry on this machine.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { findPeer } from './peers.ts';

const execute = promisify(execFile);

export interface OtherTool {
  /** A folder of its own, which is its home. */
  readonly folder: string;
  /** Its standard output, trimmed. Rejects with what it said. */
  run(...args: readonly string[]): Promise<string>;
  dispose(): Promise<void>;
}

/** The tool, or undefined where it is not there. `dockerConfig`: the text of its Docker configuration. */
export async function newOtherTool(
  name: 'crane' | 'regctl' | 'skopeo',
  dockerConfig: string,
): Promise<OtherTool | undefined> {
  const program = name === 'skopeo' ? '/usr/bin/skopeo' : await findPeer(name);
  if (program === undefined || (await versionOf(program)) === undefined) return undefined;
  const folder = await mkdtemp(path.join(os.tmpdir(), `countersign-${name}-`));
  await writeFile(path.join(folder, 'config.json'), dockerConfig);
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder, DOCKER_CONFIG: folder };
  return {
    folder,
    async run(...args) {
      const options = { env: { ...env, REGISTRY_AUTH_FILE: path.join(folder, 'config.json') }, cwd: folder };
      const { stdout } = await execute(program, args, { ...options, timeout: 30_000 });
      return stdout.trim();
    },
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Why a test without it is skipped, with what brings it. */
export const missingTool = {
  crane: 'crane is not built (.ci/run builds it)',
  regctl: 'regctl is not built (.ci/run builds it)',
  skopeo: 'skopeo is not installed (apt-get install skopeo)',
} as const;

async function versionOf(program: string): Promise<string | undefined> {
  for (const word of ['version', '--version']) {
    const told = await execute(program, [word]).then(
      ({ stdout }) => stdout,
      () => undefined,
    );
    if (told !== undefined) return told;
  }
  return undefined;
}
