import type { AlarmCounts, DriftStudy } from "./drift_study.ts";

/**
 * A drift study as Markdown: false alarms, power, and the real weeks, each with the rules side by
 * side.
 */
export function driftStudyTable(study: DriftStudy): string {
  const rates = ({ repeats, alarms }: AlarmCounts) =>
    alarms.map((count) => `${(100 * count / repeats).toFixed(1)} %`);
  const alarmed = study.rules.map((_, rule) =>
    study.weeks.filter(({ alarms }) => alarms[rule]).length
  );
  return [
    `### False alarms, at a threshold of ${study.threshold}`,
    table(
      ["shuffled", "repeats", ...study.rules],
      study.false_alarms.map((row) => [row.shuffled, String(row.repeats), ...rates(row)]),
    ),
    "### Power: alarms where a category loses a share of its week's purchases",
    table(
      ["variable", "lost", "repeats", ...study.rules],
      study.power.map((row) => [
        row.variable,
        `${(100 * row.lost).toFixed(0)} %`,
        String(row.repeats),
        ...rates(row),
      ]),
    ),
    `### Real weeks, each against the ${study.reference_weeks} before`,
    table(
      ["week", ...study.rules, "largest move", "score", "limit"],
      [
        ...study.weeks.map(({ week, alarms, category, score, limit }) => [
          week,
          ...alarms.map((alarm) => alarm ? "drift" : "–"),
          category,
          score.toFixed(2),
          limit.toFixed(2),
        ]),
        ["alarms", ...alarmed.map((count) => `${count} of ${study.weeks.length}`), "", "", ""],
      ],
    ),
  ].join("\n\n") + "\n";
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
