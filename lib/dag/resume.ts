import { isDeepStrictEqual } from "node:util";
import { UserError } from "../user_error.ts";
import { isUnfinished } from "./close_runs.ts";
import { type ListedRun, listRuns } from "./runs/runs.ts";
import type { RunHeader } from "./runs/run_record.ts";

/**
 * The newest run that failed, was stopped or was killed, except runs that could not read their
 * inputs, and those that are older than one that ended well.
 *
 * @param runs every run, newest start first.
 */
export function findResumable(
  outputsDir: string,
  runs: readonly ListedRun[] = listRuns(outputsDir),
): ListedRun | undefined {
  const well = runs.findIndex(({ run }) => run?.state === "success" || run?.state === "held");
  return runs.slice(0, well < 0 ? undefined : well).find((listed) =>
    isUnfinished(listed) && listed.run!.closed === undefined &&
    Object.keys(listed.run!.inputs).length > 0
  );
}

/**
 * Refuses to resume a run under other conditions than it started with.
 *
 * @throws UserError listing every difference.
 */
export function checkSameConditions(
  runId: string,
  then: RunHeader,
  now: RunHeader,
  neutral: readonly string[] = [],
): void {
  const differences = otherConditions(then, now, neutral);
  if (differences.length === 0) return;
  throw new UserError(
    `Cannot resume ${runId}: it started under other conditions.\n` +
      differences.map((line) => `  ${line}\n`).join("") +
      `Restore them, or start a new run without --resume.`,
  );
}

/**
 * The conditions of a run that differ, one text each: inputs, parameters, versions, model in use.
 *
 * @param neutral names of parameters that cannot change results, such as `workers`.
 */
export function otherConditions(
  then: RunHeader,
  now: RunHeader,
  neutral: readonly string[] = [],
): string[] {
  const differences = [
    ...compare("", { predicted_week: then.predicted_week }, { predicted_week: now.predicted_week }),
    ...compare("input ", then.inputs, now.inputs),
    ...compare("", { model_in_use: then.model_in_use }, { model_in_use: now.model_in_use }),
    ...compare("parameter ", then.parameters, now.parameters, neutral),
    ...compare("parameter ", { seed: then.seed }, { seed: now.seed }),
    ...compare("version of ", then.versions, now.versions),
  ];
  return [...new Set(differences)];
}

type Named = Record<string, unknown>;

function compare(label: string, then: Named, now: Named, neutral: readonly string[] = []) {
  // as in run.json: undefined is absent, NaN is null
  const current: Named = JSON.parse(JSON.stringify(now));
  const names = [...new Set([...Object.keys(then), ...Object.keys(current)])].sort();
  return names
    .filter((name) => !neutral.includes(name) && !isDeepStrictEqual(then[name], current[name]))
    .map((name) => `${label}${name}: was ${show(then[name])}, is ${show(current[name])}`);
}

function show(value: unknown): string {
  return value === undefined ? "absent" : JSON.stringify(value);
}
