// The older Node that a year-old VS Code brings: put into the cache folder when it is first needed.
import path from 'node:path';
import { intoCache, isInCache, npmInstall } from './cache.ts';
import { cacheFolder } from './tools.ts';

const version = '22.23.3';

/** The path of Node 22's program. Downloads it once (about 35 MB) as a package, without install scripts. */
export async function node22(): Promise<string> {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const folder = path.join(cacheFolder, `node-${version}`);
  const program = path.join('node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (isInCache(folder)) return path.join(folder, program);
  await intoCache(folder, async (work) => {
    const done = await npmInstall(work, [`${name}@${version}`]);
    if (!done) throw new Error(`Node ${version} could not be installed into ${folder}`);
  });
  return path.join(folder, program);
}
