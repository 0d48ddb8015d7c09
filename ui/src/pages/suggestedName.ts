/** A file name that every system takes: 'Film reviews, run 2.parquet', or of a part: 'Film reviews, run 2, length.svg'. */
export function suggestedName(project: string, run: number, ending: string, part?: string): string {
  const safe =
    project
      .replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, " ")
      .replaceAll(/\s+/g, " ")
      .trim() || "dataset";
  return `${[safe, `run ${run}`, part].filter(Boolean).join(", ")}.${ending}`;
}
