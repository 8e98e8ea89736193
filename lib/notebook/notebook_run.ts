import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { type GivenParameters, resolveConfig } from "../config/config.ts";
import { type Config, PARAMETERS } from "../config/parameters.ts";
import { runDag } from "../dag/run_dag.ts";
import { newRunId } from "../dag/runs/run_folder.ts";
import { readRunRecord, type RunRecord } from "../dag/runs/run_record.ts";
import { pipelineContexts } from "../pipeline/context.ts";
import { runHeader } from "../pipeline/run_pipeline.ts";
import { SODAI_MLOPS } from "../pipeline/sodai_mlops.ts";
import { INPUT_FILES, type RunInputs } from "../pipeline/run_inputs.ts";
import type { QualityReport } from "../stages/checking/quality_report.ts";
import { factsOf, type TaskFacts, type TaskId } from "../stages/task_facts.ts";
import type { SalesData } from "../table/sales_data.ts";
import { shownName } from "../table/parquet_file/shown_text.ts";
import { writeSimulation } from "../simulator/write_simulation.ts";
import { knownInputs } from "./known_inputs.ts";

/** What a notebook shows: a recorded run, or one computed up to its stage. */
export interface NotebookRun {
  /** The origin of data and results, as Markdown: a notebook's first output. */
  note: string;
  /** Whether the results are those of the run that `SODAI_RUN` names. */
  recorded: boolean;
  /** The parameters of the run. */
  config: Config;
  /** The data as the run read them. */
  sales: SalesData;
  /** Rows read, repaired and kept. */
  quality: QualityReport;
  /** States and times of the tasks, as in `run.json`. */
  record: RunRecord;
  /** What a task reported; empty if it did not run. */
  facts<Id extends TaskId>(task: Id): Partial<TaskFacts[Id]>;
  /** The path of an output, such as `train.parquet`. */
  path(name: string): string;
  /** Reads a JSON file of the run, such as `drift_report.json`. */
  json<T>(name: string): Promise<T>;
  /** Files of a task with sizes and SHA-256; the same as in a pipeline run on the same inputs. */
  outputs(task: string): { name: string; bytes: number; sha256: string }[];
}

/** Trials of the search on simulated data: few, to be quick. */
const SIMULATED_TRIALS = 5;

/** Folder of the run that this kernel computed. */
let ownFolder: string | undefined;

/** Plain Jupyter and editors start a kernel in the notebook's folder, commands start in this one. */
const PROJECT = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Opens the run that a notebook shows. Data are read from `SODAI_DATA_DIR`, or from `data/` of the
 * project, and simulated if there are none. The model in use is that of `SODAI_OUTPUTS_DIR`, or of
 * `outputs/` of the project. Results are read from the run folder `SODAI_RUN` if that run had the
 * same inputs and parameters; otherwise the tasks of the pipeline run, up to a stage, in a temporary
 * folder.
 *
 * @param through the task of the notebook, such as `split_data`.
 * @param parameters of the pipeline; by default those of the recorded run, or the defaults.
 * @param project the folder of the project.
 * @throws UserError for invalid inputs or parameters; also throws the error of a failed task.
 */
export async function openRun(
  through: string,
  parameters: GivenParameters = {},
  environment: (name: string) => string | undefined = (name) => Deno.env.get(name),
  project = PROJECT,
): Promise<NotebookRun> {
  const dataDir = environment("SODAI_DATA_DIR") || dataOf(project);
  const named = environment("SODAI_RUN");
  const record = named ? readRunRecord(named) : undefined;
  const data_dir = dataDir || join(await newFolder(), "data");
  const simulated = dataDir ? undefined : await writeSimulation(data_dir);
  const given = {
    outputs_dir: simulated
      ? dirname(data_dir)
      : environment("SODAI_OUTPUTS_DIR") || join(project, PARAMETERS.outputs_dir.default),
    ...(simulated ? { n_trials: SIMULATED_TRIALS } : {}),
    // another preset has its own defaults
    ...(record && [undefined, record.parameters["preset"]].includes(parameters.preset)
      ? affecting(record.parameters)
      : {}),
    ...parameters,
    data_dir,
  };
  const config = resolveConfig(given, environment);
  // dates are checked against the day of the run
  const today = record ? new Date(record.started) : new Date();
  const inputs = await knownInputs(config, today);
  const source = simulated
    ? `**These are simulated data**: ${simulated.customers} shops, ${simulated.products} products, ` +
      `${simulated.transactions.toLocaleString("en-US")} order lines, made up by ` +
      "`lib/simulator/simulator.ts`, because no folder with data was given (`SODAI_DATA_DIR`) and " +
      "`data/` of the project has none."
    : `The data are the three tables in \`${shownName(dataDir!)}\`.`;
  const differs = record && difference(record, inputs, config);
  const run = record && differs === undefined
    ? { record, folder: named! }
    : await computeRun(through, {
      config,
      inputs,
      folder: simulated ? dirname(data_dir) : await newFolder(),
    });
  const results = record && differs === undefined
    ? `The results are those recorded by run \`${record.run_id}\`.`
    : `The results were computed here, up to \`${through}\`` +
      (differs === undefined ? "." : `: ${differs}.`);
  const task = (id: string) => run.record.tasks.find((task) => task.id === id);
  return {
    note: `${source} ${results} The week to predict is **${run.record.predicted_week}**.`,
    recorded: run.record === record,
    config,
    sales: inputs.extracted.sales,
    quality: inputs.extracted.quality,
    record: run.record,
    facts: (id) => factsOf(run.record, id),
    path: (name) => join(run.folder, name),
    json: async (name) => JSON.parse(await Deno.readTextFile(join(run.folder, name))),
    outputs: (id) => (task(id)?.outputs ?? []).map((output) => ({ ...output })),
  };
}

/** The data folder of a project; `undefined` if it has none of the files that a run reads. */
function dataOf(project: string): string | undefined {
  const folder = join(project, PARAMETERS.data_dir.default);
  return INPUT_FILES.some((name) => existsSync(join(folder, name))) ? folder : undefined;
}

/** Why the results of a recorded run cannot be used; `undefined` if they can. */
function difference(record: RunRecord, inputs: RunInputs, config: Config): string | undefined {
  const files = Object.keys(record.inputs)
    .filter((name) => record.inputs[name] !== inputs.fingerprints[name]);
  if (files.length > 0) return `run ${record.run_id} had another ${files.join(", ")}`;
  const before = affecting(record.parameters), now = affecting({ ...config });
  const changed = Object.keys(now).filter((name) => !isDeepStrictEqual(before[name], now[name]));
  return changed.length > 0 ? `${changed.join(", ")} differ from run ${record.run_id}` : undefined;
}

/** The parameters that affect results. */
function affecting(parameters: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(PARAMETERS).filter(([name, { affectsResults }]) =>
      affectsResults && name in parameters
    ).map(([name]) => [name, parameters[name]]),
  );
}

/** Runs a task and those that it needs, in a folder. */
async function computeRun(
  through: string,
  { config, inputs, folder }: { config: Config; inputs: RunInputs; folder: string },
): Promise<{ record: RunRecord; folder: string }> {
  // train_model and skip_training are the two ends of one branch
  const end = SODAI_MLOPS.tasks.findIndex(({ id }) =>
    id === (through === "train_model" ? "skip_training" : through)
  );
  const tasks = SODAI_MLOPS.tasks.slice(0, end + 1)
    .map(({ branches, ...task }) => branches && task.id !== through ? { ...task, branches } : task);
  const header = runHeader(config, inputs);
  const { run, folder: runFolder, error } = await runDag({ ...SODAI_MLOPS, tasks }, {
    outputsDir: join(folder, "outputs"),
    runId: newRunId(header.predicted_week),
    header,
    context: pipelineContexts(config, header, Promise.resolve(inputs), inputs, () => undefined),
  });
  if (error !== undefined) throw error;
  return { record: run, folder: runFolder };
}

/** Creates an empty folder and removes the previous one. */
async function newFolder(): Promise<string> {
  if (ownFolder) await Deno.remove(ownFolder, { recursive: true });
  return ownFolder = await Deno.makeTempDir({ prefix: "sodai_notebook_" });
}
