// What one host's certificates are, beyond those that everybody trusts. The registry room finds them (certs.d, settings,
// pinned certificates); this room uses them for that very host and for no other (S29).

export interface TlsSettings {
  /** SHA-256 (hex) of the only certificate that is accepted there, in place of chain and name. */
  readonly pinned: string | undefined;
  /** PEM; they count beside those that everybody trusts. */
  readonly authorities: readonly string[];
  readonly client: ClientCertificate | undefined;
}

export interface ClientCertificate {
  /** The certificate with those behind it, PEM. */
  readonly certificate: string;
  /** PEM, not encrypted. */
  readonly key: string;
  /** The file, for showing. */
  readonly name: string;
}

/** Finds what is set for a host[:port] as URL.host gives it; undefined where nothing is. */
export interface TlsLookup {
  find(host: string): Promise<TlsSettings | undefined>;
  /** Reads the files anew from now on. */
  forget(): void;
}

/** Nothing is set for anybody. */
export const noTlsSettings: TlsLookup = {
  find: () => Promise.resolve(undefined),
  forget: () => undefined,
};
