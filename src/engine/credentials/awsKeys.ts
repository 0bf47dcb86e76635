// Where access keys of AWS are written down: the environment, then the profile files
// (https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html). Profiles that assume a role, sign in by a
// browser or start a program are for the `aws` tool.
import type { World } from '../world.ts';
import type { AwsKeys } from './awsSignature.ts';
import { pathFromVariable, pathsOf, variable } from './places.ts';

const fileLimit = 1024 * 1024;

export interface NamedKeys extends AwsKeys {
  /** For showing: the variable, or the profile. */
  readonly from: string;
}

/** The keys, or undefined where none are written down. Throws `credential-path-in-workspace`, `file-not-readable`. */
export async function readAwsKeys(world: World): Promise<NamedKeys | undefined> {
  const accessKey = variable(world, 'AWS_ACCESS_KEY_ID');
  const secretKey = variable(world, 'AWS_SECRET_ACCESS_KEY');
  if (accessKey !== undefined && secretKey !== undefined) {
    return {
      accessKey,
      secretKey,
      sessionToken: variable(world, 'AWS_SESSION_TOKEN'),
      from: 'AWS_ACCESS_KEY_ID',
    };
  }
  const profile = variable(world, 'AWS_PROFILE') ?? variable(world, 'AWS_DEFAULT_PROFILE') ?? 'default';
  const files = [
    { name: 'AWS_SHARED_CREDENTIALS_FILE', usual: 'credentials', section: profile },
    {
      name: 'AWS_CONFIG_FILE',
      usual: 'config',
      section: profile === 'default' ? profile : `profile ${profile}`,
    },
  ];
  for (const { name, usual, section } of files) {
    const bytes = await world.files.read(await pathOf(world, name, usual), fileLimit);
    const keys = bytes && keysIn(new TextDecoder().decode(bytes), section);
    if (keys !== undefined) return { ...keys, from: profile };
  }
  return undefined;
}

async function pathOf(world: World, name: string, usual: string): Promise<string> {
  const path = variable(world, name);
  if (path !== undefined) return pathFromVariable(world, name, path);
  return pathsOf(world).join(world.machine.homeDirectory, '.aws', usual);
}

/** The keys of one section; of a name that stands twice the last counts, as for AWS's own tools. */
function keysIn(text: string, wanted: string): AwsKeys | undefined {
  const fields = new Map<string, string>();
  let section = '';
  for (const line of text.split(/\r?\n/)) {
    section = /^\s*\[\s*(.*?)\s*\]/.exec(line)?.[1] ?? section;
    const [, name, value] = /^([a-z_]+)\s*=\s*(.*?)\s*$/i.exec(line) ?? [];
    if (section === wanted && name !== undefined && value !== undefined)
      fields.set(name.toLowerCase(), value);
  }
  const [accessKey, secretKey] = [fields.get('aws_access_key_id'), fields.get('aws_secret_access_key')];
  if (accessKey === undefined || secretKey === undefined) return undefined;
  return { accessKey, secretKey, sessionToken: fields.get('aws_session_token') };
}
