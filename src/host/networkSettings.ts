// How connections of our own reach the network: VS Code's proxy settings, else the usual variables, as VS Code's own
// agent reads them; and the files that `certificates` names for a registry. Only the person's own settings count (S10).
import { EngineError } from '../engine/errors.ts';
import type { CertificateFiles, NetworkSettings } from '../engine/world.ts';
import { editorValue, ownValue } from './config.ts';
import { section, settings } from './ids.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** As it stands now. A proxy that only the operating system knows (PAC) is not found; fetch finds that one. */
export function networkSettings(environment: Environment): NetworkSettings {
  return networkOf(editorValue, environment);
}

/** The same from any source of VS Code's settings. */
export function networkOf(value: (setting: string) => unknown, environment: Environment): NetworkSettings {
  const off = value('http.proxySupport') === 'off';
  const configured = textOf(value('http.proxy'));
  const fromEnvironment = variableOf(environment, 'https_proxy') ?? variableOf(environment, 'http_proxy');
  const listed = value('http.noProxy');
  const own = (Array.isArray(listed) ? (listed as unknown[]) : []).filter((one) => typeof one === 'string');
  const exempt = own.length > 0 ? own : (variableOf(environment, 'no_proxy') ?? '').split(/[\s,]+/);
  return {
    proxy: off ? undefined : (configured ?? fromEnvironment),
    proxyAuthorization: textOf(value('http.proxyAuthorization')),
    noProxy: exempt,
    systemCertificates: value('http.systemCertificates') !== false,
  };
}

/** The files for this host[:port]; undefined where none are named. Throws `bad-setting`. */
export function certificateFiles(host: string): CertificateFiles | undefined {
  return certificateFilesIn(ownValue('certificates'), host);
}

/** The same of the setting's value. Port 443 may be written or not. */
export function certificateFilesIn(value: unknown, host: string): CertificateFiles | undefined {
  const entries = Object.entries(objectOf(value) ?? {});
  const [, entry] = entries.find(([name]) => hostOf(name) === hostOf(host)) ?? [];
  if (entry === undefined) return undefined;
  const { ca, clientCertificate, clientKey, ...unknown } = objectOf(entry) ?? { unknown: entry };
  const texts = [ca, clientCertificate, clientKey].every(
    (one) => one === undefined || textOf(one) !== undefined,
  );
  if (!texts || Object.keys(unknown).length > 0) {
    throw new EngineError('bad-setting', { setting: `${section}.${settings.certificates}`, level: 'user' });
  }
  return {
    authorities: textOf(ca),
    clientCertificate: textOf(clientCertificate),
    clientKey: textOf(clientKey),
  };
}

function hostOf(name: string): string {
  return name.trim().toLowerCase().replace(/:443$/, '');
}

function objectOf(value: unknown): Record<string, unknown> | undefined {
  const plain = typeof value === 'object' && value !== null && !Array.isArray(value);
  return plain ? (value as Record<string, unknown>) : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function variableOf(environment: Environment, name: string): string | undefined {
  return textOf(environment[name]) ?? textOf(environment[name.toUpperCase()]);
}
