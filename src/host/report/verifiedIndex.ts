// The index through which a platform image is verified (S19): a verdict of this session on an index that lists it.
import type { VerifyReport } from '../../engine/verdict.ts';
import type { ShownReport, WithinIndex } from './shownReport.ts';

/**
 * Undefined where no verified index among these reports lists the image. An index counts only when it was judged by the
 * same rules and held against the same annotations: else its verdict answers another question.
 */
export function verifiedIndexOf(
  image: VerifyReport,
  reports: readonly ShownReport[],
): WithinIndex | undefined {
  const question = questionOf(image);
  const index = reports.find(
    (report) =>
      report.verdict === 'verified' &&
      report.repository === image.repository &&
      report.savedIn === image.savedIn &&
      report.platforms?.images.some(({ digest }) => digest === image.digest) === true &&
      questionOf(report) === question,
  );
  if (index === undefined) return undefined;
  const { tag, digest } = index;
  return { tag, digest };
}

function questionOf({ judges, wantedAnnotations }: VerifyReport): string {
  const rules = judges.rules.map(({ images, sameName }) => [images, sameName ?? false]);
  return JSON.stringify([judges.level, judges.source, rules, wantedAnnotations]);
}
