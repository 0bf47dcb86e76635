// On what the figures were taken: without it they say nothing.
import os from 'node:os';
import { peerTitle } from '../support/peers.ts';
import { readManifest } from '../support/task/manifest.ts';

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGigabytes: number;
  readonly system: string;
  /** Load average of the last minute when the bench began: above a tenth or so, times are not worth much. */
  readonly loadBefore: number;
}

export function describeMachine(): Machine {
  const cpus = os.cpus();
  return {
    processor: cpus[0]?.model.trim() ?? 'unknown',
    cores: cpus.length,
    memoryGigabytes: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.platform()} ${os.release()} ${os.arch()}`,
    loadBefore: os.loadavg()[0] ?? 0,
  };
}

export function describeVersions(): Readonly<Record<string, string>> {
  return {
    countersign: readManifest().version,
    node: process.version,
    cosign: peerTitle('cosign3'),
    distribution: peerTitle('distribution'),
    'ggcr-registry': peerTitle('ggcr-registry'),
  };
}
