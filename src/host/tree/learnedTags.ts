// What commands of this session found out about tags, until somebody refreshes: what they point at, and why a check came
// to nothing. By `repository:tag`, because that may be known before the list of tags is (U12).
export interface LearnedTags {
  digestOf(repository: string, tag: string): string | undefined;
  whyNotChecked(repository: string, tag: string): string | undefined;
  learn(repository: string, tag: string, digest: string): void;
  couldNotCheck(repository: string, tag: string, why: string): void;
  /** `below`: what the names begin with; empty for all. */
  forget(below: string): void;
}

export function newLearnedTags(): LearnedTags {
  const digests = new Map<string, string>();
  const failures = new Map<string, string>();
  return {
    digestOf: (repository, tag) => digests.get(`${repository}:${tag}`),
    whyNotChecked: (repository, tag) => failures.get(`${repository}:${tag}`),
    learn(repository, tag, digest) {
      digests.set(`${repository}:${tag}`, digest);
      failures.delete(`${repository}:${tag}`);
    },
    couldNotCheck(repository, tag, why) {
      failures.set(`${repository}:${tag}`, why);
    },
    forget(below) {
      for (const known of [digests, failures]) {
        for (const name of known.keys()) if (name.startsWith(below)) known.delete(name);
      }
    },
  };
}
