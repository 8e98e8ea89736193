import { flags } from "../../end_to_end/world.ts";
import { DUE } from "./due.ts";
import { pipelineRun, TASKS, type WorkingFolder } from "./run_stages.ts";
import type { Phase, Scenario } from "../try_point.ts";

/** Ids of the two saved runs. */
export const FIRST = "2024-W13_20240325T090000Z", SECOND = "2024-W13_20240325T100000Z";

/** Pieces that take most of the time of a run. */
export const SLOW_PIECES = ["train_model", "shap_analysis"];

/**
 * A run in pieces: its start with the first task; each other task, resumed from the state after the
 * one before; and its end. After a piece, the outputs must be those of an undisturbed run at that
 * moment, so that what follows is the same.
 */
export function runPieces(place: WorkingFolder): Scenario[] {
  const { folder, outputs } = place;
  const start: Scenario = {
    name: TASKS[0]!,
    folder,
    outputs,
    prepare: () => place.restore("first"),
    run: (phase) =>
      pipelineRun(place, { force_train: true }, {
        until: TASKS[0],
        phase: phase && { ...phase, begun: () => {} },
      }),
    command: ["tasks/pipeline.ts", ...flags(place.given("outputs", { force_train: true }))],
    again: async () => {
      const resumed = await pipelineRun(place, { force_train: true, resume: true }, {
        until: TASKS[0],
      });
      // nothing to resume: the fault came before the run had a folder
      return resumed.code === 2 ? await start.run() : resumed;
    },
    latest: [FIRST],
    // of an attempt that could not read its inputs
    unstable: /^runs\/unread_/,
  };
  const rest = [...TASKS.slice(1), "end"].map((piece, i): Scenario => {
    const given = { force_train: true, resume: true };
    const resume = (phase?: Phase) =>
      pipelineRun(place, given, { until: piece === "end" ? undefined : piece, phase });
    return {
      name: piece,
      folder,
      outputs,
      prepare: () => place.restore(TASKS[i]!),
      run: resume,
      again: resume,
      command: ["tasks/pipeline.ts", ...flags(place.given("outputs", given))],
      // a run whose tasks are done is not stopped any more
      latest: ["predict", "end"].includes(piece) ? [FIRST, SECOND] : [FIRST],
    };
  });
  return [start, ...rest];
}

/** A tick of the schedule without new data. */
export function idleTick(place: WorkingFolder): Scenario {
  const run = () => pipelineRun(place, {}, { due: DUE });
  return {
    name: "tick",
    folder: place.folder,
    outputs: place.outputs,
    prepare: () => place.restore("first"),
    run,
    again: run,
    command: ["tests/faults/scenarios/tick.ts", ...flags(place.given("outputs", {}))],
    latest: [FIRST],
    // each attempt has a record of its own
    unstable: /^runs\/(?:unread_|[^/]*NEW)/,
  };
}
