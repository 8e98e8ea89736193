import { shownFolder } from "../../lib/config/shown_folder.ts";
import { clock } from "../../lib/dag/clock.ts";
import { inspectLatest } from "../../lib/dag/runs/latest.ts";
import { MOVES, readMoves } from "../../lib/dag/runs/moves.ts";
import { type ListedRun, listRuns } from "../../lib/dag/runs/runs.ts";
import type { Translator } from "../../lib/language/messages.ts";
import { modelPrecision } from "../../lib/pipeline/history/model_precision.ts";
import { runDurationMs } from "../../lib/pipeline/history/run_duration.ts";
import { clause, runReason } from "../../lib/pipeline/history/run_reason.ts";
import { shownState } from "../../lib/pipeline/history/shown_state.ts";
import { textTable } from "./text_table.ts";

/** Characters of a row: what a terminal usually shows. */
const WIDTH = 120;

/**
 * The runs as a table for people, newest first: state, duration, average precision of the model with
 * its test weeks (in brackets if it is that of an earlier run) and why; then what is damaged.
 */
export function listText(outputsDir: string, translator: Translator): string {
  const runs = listRuns(outputsDir);
  if (runs.length === 0) {
    return `No runs in ${shownFolder(outputsDir)}. Start one with: deno task pipeline`;
  }
  const { runId: latest, problem: ofLatest } = inspectLatest(outputsDir);
  const rows = runs.map((listed) => [
    listed.runId === latest ? `${listed.runId} (latest)` : listed.runId,
    shownState(listed),
    durationOf(listed),
    precisionOf(listed, runs),
    whyOf(listed, translator),
  ]);
  const rollbacks = readMoves(outputsDir, MOVES.rollbacks);
  const promotions = readMoves(outputsDir, MOVES.promotions);
  const last = rollbacks.moves.at(-1), since = promotions.moves.at(-1)?.at ?? "";
  const rolled = last && last.to === latest && last.at > since
    ? [`rolled back at ${last.at} from ${last.from}`]
    : [];
  const problems = [
    ...runs.filter(({ problem }) => problem !== undefined)
      .map(({ runId, problem }) => `${runId}: run.json cannot be read: ${problem}`),
    ...[ofLatest, rollbacks.problem, promotions.problem].filter((problem) => problem !== undefined)
      .map((problem) => `${problem}; it is ignored`),
  ];
  const head = ["run", "state", "duration", "AP (test weeks)", "why"];
  return [textTable([head, ...rows], WIDTH), ...rolled, ...problems].join("\n");
}

function durationOf({ run, alive }: ListedRun): string {
  const durationMs = run ? runDurationMs(run, { alive, now: Date.now() }) : 0;
  return durationMs > 0 ? clock(durationMs) : "";
}

function precisionOf({ runId }: ListedRun, runs: readonly ListedRun[]): string {
  const found = modelPrecision(runId, runs);
  if (!found) return "";
  // the year is that of the run, or the one before
  const [first, last] = [found.weeks[0], found.weeks.at(-1)].map((week) => week?.slice(5));
  const weeks = first === last ? first ?? "" : `${first}–${last}`;
  const text = `${found.averagePrecision.toFixed(3)} ${weeks}`.trimEnd();
  return found.isNew ? text : `(${text})`;
}

function whyOf(listed: ListedRun, translator: Translator): string {
  const unusual = listed.run?.warnings.find(({ rank }) => rank === "unusual")?.text;
  const parts = [
    listed.run ? runReason(listed, translator) : "",
    unusual && `unusual: ${clause(unusual)}`,
  ];
  return parts.filter(Boolean).join("; ");
}
