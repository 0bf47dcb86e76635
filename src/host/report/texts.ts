// What the documents of this session say, by path. A report writes itself anew each time it is read and weighs nothing;
// a payload or manifest is kept as it was shown, up to megabytes each, so only the last ones are.

/** So many payloads and manifests are kept. */
export const keptTexts = 50;

export interface Texts {
  put(path: string, text: () => string): void;
  /** Undefined for what was never put, or is not kept any more. */
  read(path: string): string | undefined;
}

/** Where a payload or manifest stands; `name` is what its tab shows. */
export function textAddress(number: number, name: string): string {
  return `/text/${String(number)}/${name.replaceAll(/[/\\]/g, '-')}`;
}

/** No texts yet. */
export function newTexts(): Texts {
  const texts = new Map<string, () => string>();
  return {
    put(path, text) {
      texts.set(path, text);
      const shown = [...texts.keys()].filter((one) => one.startsWith('/text/'));
      for (const old of shown.slice(0, -keptTexts)) texts.delete(old);
    },
    read: (path) => texts.get(path)?.(),
  };
}
