// How much is downloaded and loaded: the bundles, and the packages of this machine and of none. Their limits are held
// by `npm run check` and `npm run package`.
import { statSync } from 'node:fs';
import path from 'node:path';
import { bundles } from '../../esbuild.mjs';
import { packageFileOf } from '../support/task/package.ts';
import { root } from '../support/task/tools.ts';
import { ownTarget } from './activation.ts';

export interface Size {
  readonly file: string;
  readonly bytes: number;
}

/** Of files that must have been built. */
export function readSizes(): readonly Size[] {
  const files = [
    ...bundles.map(({ file }) => path.join(root, 'dist', file)),
    packageFileOf(ownTarget()),
    packageFileOf('universal'),
  ];
  return files.map((file) => ({ file: path.relative(root, file), bytes: statSync(file).size }));
}
