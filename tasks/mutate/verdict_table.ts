import { TYPES } from "./checks_for.ts";
import type { Verdict } from "./judge_mutants.ts";
import type { Mutant } from "./mutants.ts";

/** Number of mutants by outcome. */
export interface Tally {
  mutants: number;
  caught: number;
  equivalent: number;
  survived: number;
  /** Share of those that are not equivalent; 100 if there are none. */
  caughtPercent: number;
}

export function tally(verdicts: Verdict[]): Tally {
  const count = (of: Verdict["outcome"]) => verdicts.filter(({ outcome }) => outcome === of).length;
  const [caught, survived] = [count("caught"), count("survived")];
  return {
    mutants: verdicts.length,
    caught,
    equivalent: count("equivalent"),
    survived,
    caughtPercent: caught + survived === 0 ? 100 : 100 * caught / (caught + survived),
  };
}

/** Tallies by folder of `lib`, of files directly in `lib`, and of all. */
export function verdictTable(verdicts: Verdict[]): string {
  const folders = Map.groupBy(
    verdicts,
    ({ mutant }) => /^lib\/\w+(?=\/)/.exec(mutant.file)?.[0] ?? "lib",
  );
  const rows = [...folders].sort().map(([folder, some]) => [folder, ...cells(tally(some))]);
  const head = ["folder", "mutants", "caught", "equivalent", "survived", "caught %"];
  const lines = [head, ...rows, ["all", ...cells(tally(verdicts))]];
  const widths = head.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)));
  return lines.map((line) =>
    line.map((cell, i) => i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)).join("  ")
  ).join("\n");
}

/** How many were caught by tests, by types and by the time limit. */
export function caughtBy(verdicts: Verdict[]): string {
  const caught = verdicts.filter(({ outcome }) => outcome === "caught");
  const overdue = caught.filter(({ timedOut }) => timedOut).length;
  const mistyped = caught.filter(({ by }) => by === TYPES).length;
  return `caught by: tests ${caught.length - overdue - mistyped}, types ${mistyped}, ` +
    `time limit ${overdue}`;
}

function cells({ mutants, caught, equivalent, survived, caughtPercent }: Tally): string[] {
  return [...[mutants, caught, equivalent, survived].map(String), caughtPercent.toFixed(1)];
}

/** The survivors with their reasons, then the equivalent ones with theirs. */
export function survivorList(verdicts: Verdict[]): string {
  const listed = (of: Verdict["outcome"]) =>
    verdicts.filter(({ outcome }) => outcome === of)
      .map(({ mutant, reason }) => `  ${mutantText(mutant)}\n    ${reason ?? "NO REASON GIVEN"}`);
  const sections: [string, string[]][] = [
    ["survived", listed("survived")],
    ["equivalent", listed("equivalent")],
  ];
  return sections.filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => [`${title}:`, ...lines].join("\n")).join("\n");
}

/** A verdict as a progress line. */
export function progressLine({ mutant, outcome, by, timedOut, durationMs }: Verdict): string {
  const how = by === undefined ? "" : `  (${timedOut ? "time limit of " : ""}${by})`;
  return `${outcome.padEnd(10)} ${(durationMs / 1000).toFixed(1).padStart(6)} s  ` +
    `${mutantText(mutant)}${how}`;
}

export function mutantText({ file, line, before, after }: Mutant): string {
  return `${file}:${line}  ${before}  →  ${after}`;
}
