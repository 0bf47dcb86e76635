// The cosign command that does what Countersign's verify does, quoted for the shell it is pasted into (S23, U2).
import type { CosignCommandRequest } from '../api.ts';
import { EngineError } from '../errors.ts';
import { cosignReading } from '../signatureScheme.ts';

/**
 * One line for a POSIX shell or PowerShell, e.g. `cosign verify --key release.pub --insecure-ignore-tlog ghcr.io/a/b@sha256:…`.
 * `--insecure-ignore-tlog` because cosign 2 and 3 refuse a key signature without a log entry otherwise. Of a folder cosign
 * verifies the one image that is marked as it marks its own (pkg/oci/layout/index.go).
 * Throws `not-copyable` for values with control characters, or that PowerShell cannot hand on to a program.
 */
export function cosignVerifyCommand(request: CosignCommandRequest): string {
  const quote = request.shell === 'posix' ? quotePosix : quotePowerShell;
  const words = ['cosign', 'verify', '--key', notAFlag(request.publicKeyFile), '--insecure-ignore-tlog'];
  const digest = digestFlag(request.scheme);
  if (digest !== undefined) words.push('--signature-digest-algorithm', digest);
  for (const [name, value] of request.annotations) words.push('--annotations', csvField(`${name}=${value}`));
  if (request.savedIn === undefined) words.push(`${request.repository}@${request.digest}`);
  else words.push('--local-image', notAFlag(request.savedIn));
  const command = words.map(quote).join(' ');
  if (request.signatureRepository === undefined || request.savedIn !== undefined) return command;
  const value = quote(request.signatureRepository);
  return request.shell === 'posix'
    ? `COSIGN_REPOSITORY=${value} ${command}`
    : forThisOnce(value.startsWith("'") ? value : `'${value}'`, command);
}

/** cosign 2 and 3 sign with the curve's own digest on P-384 and P-521, and verify with SHA-256 unless told otherwise. */
function digestFlag(scheme: CosignCommandRequest['scheme']): string | undefined {
  const reading = scheme === undefined ? 'plain' : cosignReading[scheme];
  return reading === 'plain' || reading === 'never' ? undefined : reading;
}

/** PowerShell has no variable for one command: left behind, it would lead the next signature there too. */
function forThisOnce(repository: string, command: string): string {
  const variable = '$env:COSIGN_REPOSITORY';
  return `& { $was = ${variable}; ${variable} = ${repository}; try { ${command} } finally { ${variable} = $was } }`;
}

/** A file called `-x` would be read as a flag. */
function notAFlag(path: string): string {
  return path.startsWith('-') ? `./${path}` : path;
}

/** cosign splits the flag's value at commas, with the quotes of CSV (pflag's StringSlice). */
function csvField(text: string): string {
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const harmless = /^[A-Za-z0-9_./:@%+,=-]+$/;

function quotePosix(word: string): string {
  refuse(word, unprintable, 'posix');
  return harmless.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

function quotePowerShell(word: string): string {
  // Windows PowerShell drops double quotes on the way to a program, and takes typographic quotes for quotes.
  refuse(word, unprintable, 'powershell');
  refuse(word, /["\u2018-\u201f]/u, 'powershell');
  // `@` and `,` are operators there, a leading `-` is not.
  return /^[A-Za-z0-9_./:+=-]+$/.test(word) ? word : `'${word.replaceAll("'", "''")}'`;
}

/** Control, format (bidi, zero width) and line separating characters, and halves of pairs. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

function refuse(word: string, characters: RegExp, shell: CosignCommandRequest['shell']): void {
  if (characters.test(word)) throw new EngineError('not-copyable', { what: word, shell });
}
