// Who never gets a credential: each rule of registries.md §2.1 and of the requirements S24 to S29, and the tests in which a
// lying server gets none. The table of requirements asks for every one of them.
import type { Requirement } from './table.ts';

interface CredentialRule {
  readonly id: 'S24' | 'S25' | 'S26' | 'S27' | 'S28' | 'S29';
  readonly rule: string;
  /** The part of the tests, and a piece of the title. */
  readonly shownBy: NonNullable<Requirement['shownBy']>;
}

const forged = (...titles: readonly string[]): CredentialRule['shownBy'] =>
  titles.map((title) => ({ suite: 'forged', title }));
const unit = (...titles: readonly string[]): CredentialRule['shownBy'] =>
  titles.map((title) => ({ suite: 'unit', title }));

export const credentialRules: readonly CredentialRule[] = [
  // To whom an account, a key or a tool belongs.
  {
    id: 'S24',
    rule: 'A cloud’s account goes to hosts whose whole name is the cloud’s.',
    shownBy: [
      ...forged('and is named gcr.io.evil.example gets nobody', 'differs from the genuine one'),
      ...unit('is not even looked for at ghcr.io.evil.example', 'is for its own host alone'),
    ],
  },
  {
    id: 'S24',
    rule: 'The token of an account goes no further than the host that exchanges it.',
    shownBy: forged('is where the genuine one sends an account’s token on'),
  },
  {
    id: 'S24',
    rule: 'What a server answers makes it nobody’s registry.',
    shownBy: forged('and answers as Amazon ECR gets nobody', 'and answers as Google gets nobody'),
  },
  {
    id: 'S25',
    rule: 'No server and no file of a repository chooses the program that is asked for a login.',
    shownBy: forged('whose name is a path', 'that lies in a workspace folder', 'relative parts of PATH'),
  },
  // Tokens.
  {
    id: 'S26',
    rule: 'A token is used for the registry, scope and credential that it was asked for.',
    shownBy: [
      ...forged('no token of the old one', 'a token of one scope is not taken for another repository'),
      ...unit('belongs to one repository and one credential'),
    ],
  },
  // Challenges.
  {
    id: 'S29',
    rule: 'Of several challenges the first that can be answered counts, and its realm is held to all rules.',
    shownBy: forged(
      'Bearer realm="https://collect.example/token", Basic realm="x"',
      'Basic realm="x", Bearer',
    ),
  },
  {
    id: 'S29',
    rule: 'A realm is the registry’s own host, known, or allowed by the person.',
    shownBy: forged(
      'at a host of its choice',
      'that another registry may use',
      'by the realm of a challenge gets',
    ),
  },
  {
    id: 'S29',
    rule: 'A name that looks like the registry’s is another host.',
    shownBy: forged('whose name looks like its own'),
  },
  {
    id: 'S29',
    rule: 'A realm with a user before its host, or of another kind than http, is none.',
    shownBy: forged('with another host behind a user name'),
  },
  {
    id: 'S29',
    rule: 'A realm inside the network, by address or by name, is not even asked for a public registry.',
    shownBy: forged('at a private address makes this machine ask nothing there'),
  },
  {
    id: 'S27',
    rule: 'A realm at http is refused for a registry at https; no credential goes before the scheme is settled.',
    shownBy: forged('gets no credential over http', 'gets no credential before it answered nothing at https'),
  },
  // Token servers.
  {
    id: 'S29',
    rule: 'A token server that redirects gets the password no further, and the refresh token in the body neither.',
    shownBy: forged(
      'by a token server that answers 302 gets',
      'by a token server that answers 307 to a refresh token',
    ),
  },
  {
    id: 'S29',
    rule: 'An identity token is never sent for an offline token.',
    shownBy: unit('is never asked for an offline token'),
  },
  // Certificates.
  {
    id: 'S28',
    rule: 'A server whose certificate is not the pinned one gets not one byte of a request.',
    shownBy: unit('that is another between two requests gets not one byte'),
  },
  {
    id: 'S29',
    rule: 'A client certificate is shown to the host that it is for, and to none that this one leads to.',
    shownBy: unit(
      'goes nowhere else: not where a blob is redirected to',
      'is shown to nobody in another’s name',
    ),
  },
  // Redirects, Locations, Links.
  {
    id: 'S29',
    rule: 'Behind a redirect to another host or port nothing is signed in, not even back home.',
    shownBy: [
      ...forged('by the redirect of a manifest gets', 'by the redirect of a payload gets'),
      ...unit('not even on the way back'),
    ],
  },
  {
    id: 'S29',
    rule: 'A challenge behind a redirect is answered by nobody.',
    shownBy: forged('to a host that then asks for a password', 'behind a redirect has its own place neither'),
  },
  {
    id: 'S29',
    rule: 'No redirect leads inside the network or from https to http, nor does a Location.',
    shownBy: forged('to a private address, or from https to http', 'by the Location of an upload gets'),
  },
  {
    id: 'S29',
    rule: 'Writes and deletes are not sent on with the login.',
    shownBy: forged('by the redirect of a manifest that is written', 'by the redirect of a delete'),
  },
  {
    id: 'S29',
    rule: 'A Link gives the query of the next page and nothing else.',
    shownBy: forged('by the Link of the tags', 'by the Link of the catalog', 'by the Link of the referrers'),
  },
  {
    id: 'S29',
    rule: 'A proxy that asks for a password gets none, and cookies are not kept.',
    shownBy: forged('as a proxy says it, gets nothing', 'by the redirect of the tags'),
  },
];
