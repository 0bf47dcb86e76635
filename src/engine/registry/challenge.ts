// WWW-Authenticate (RFC 9110, 11.6.1): what a 401 asks for. Several challenges arrive joined in one header, with
// quoted commas, token68 and scheme names in any case.

export type Challenge =
  | { readonly kind: 'basic' }
  | {
      readonly kind: 'bearer';
      readonly realm: string;
      readonly service: string | undefined;
      /** As it stands: possibly several scopes with blanks between, possibly none. */
      readonly scope: string | undefined;
    };

export interface RawChallenge {
  /** Lower case. */
  readonly scheme: string;
  /** Names in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** The first challenge that can be answered: Bearer with a realm, or Basic. Negotiate and others are passed over. */
export function readChallenge(header: string | null): Challenge | undefined {
  for (const { scheme, parameters } of parseChallenges(header ?? '')) {
    const realm = parameters.get('realm');
    if (scheme === 'basic') return { kind: 'basic' };
    if (scheme !== 'bearer' || realm === undefined || realm === '') continue;
    return {
      kind: 'bearer',
      realm,
      service: parameters.get('service'),
      scope: parameters.get('scope'),
    };
  }
  return undefined;
}

const schemePattern = /([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?=[ \t]|,|$)/y;
const parameterPattern = /([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/y;
const token68Pattern = /[A-Za-z0-9._~+/-]+=*(?=[ \t]*(?:,|$))/y;
const separator = /[ \t,]+/y;
const blanks = /[ \t]+/y;

/** All challenges in their order; what cannot be read ends the list. */
export function parseChallenges(header: string): RawChallenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(header);
    if (match !== null) at = pattern.lastIndex;
    return match;
  };
  for (;;) {
    take(separator);
    if (at >= header.length) return challenges;
    const current = challenges.at(-1);
    const parameter = current === undefined ? null : take(parameterPattern);
    if (current !== undefined && parameter !== null) {
      const name = (parameter[1] ?? '').toLowerCase();
      const value = parameter[2]?.replace(/\\(.)/g, '$1') ?? parameter[3] ?? '';
      if (!current.parameters.has(name)) current.parameters.set(name, value);
      continue;
    }
    const scheme = take(schemePattern);
    if (scheme === null) return challenges;
    challenges.push({ scheme: (scheme[1] ?? '').toLowerCase(), parameters: new Map() });
    // `Negotiate YII=`: one token68, no parameters. `Bearer realm=…` is not one: its `=` is not at the end.
    if (take(blanks) !== null) take(token68Pattern);
  }
}
