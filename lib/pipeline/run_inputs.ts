import { join } from "node:path";
import type { Config } from "../config/parameters.ts";
import { readLatest } from "../dag/runs/latest.ts";
import { runFolder } from "../dag/runs/run_folder.ts";
import { readRunRecord, type RunRecord } from "../dag/runs/run_record.ts";
import type { InputShape } from "../drift/describe/drift_report.ts";
import { extractChecked, type extractData } from "../stages/extract_data.ts";
import { checkFile } from "../table/contracts/check_columns.ts";
import { contractOf, type TableName } from "../table/contracts/contracts.ts";
import { openInput } from "../table/parquet.ts";
import { cancellable } from "../workers/cancellation.ts";
import { userErrorOf } from "../system_error.ts";
import { UserError } from "../user_error.ts";

const TABLES = ["transacciones", "clientes", "productos"] as const;

/** A user's drift reference in the data folder; it replaces the training data of the model. */
export const HISTORY_FILE = "dataset_hist.parquet";

/** Every file of the data folder that a run reads. */
export const INPUT_FILES = [...TABLES.map((table) => `${table}.parquet`), HISTORY_FILE];

/** The inputs of a run. */
export interface RunInputs {
  extracted: ReturnType<typeof extractData>;
  /** Columns and missing values of the tables, for comparison in the next run. */
  shape: InputShape;
  /** SHA-256 of the input files by name. */
  fingerprints: Record<string, string>;
  /** Path of the user's `dataset_hist.parquet`, if there is one. */
  historyPath: string | undefined;
  /** Id of the run whose model is in use: the last published one. */
  modelRun: string | undefined;
}

/**
 * Reads and checks the input files.
 *
 * @param today no purchase may be on a later day, in the time zone of the run.
 * @throws UserError listing every invalid file and column.
 */
export async function readInputs(
  { data_dir, outputs_dir, week, weeks_to_include, time_zone: timeZone, resume = false }:
    & Pick<Config, "data_dir" | "outputs_dir" | "week">
    & Partial<Pick<Config, "resume" | "time_zone" | "weeks_to_include">>,
  today: Date,
): Promise<RunInputs> {
  await checkFolder(data_dir);
  const expected = TABLES.map((table) => `${table}.parquet`);
  const historyPath = join(data_dir, HISTORY_FILE);
  // a link that leads nowhere is there, and refused when it is read
  const hasHistory = await Deno.lstat(historyPath).then(() => true, () => false);
  const check = async (table: TableName) => {
    const file = await openInput(join(data_dir, `${table}.parquet`), { expected });
    const check = await checkFile(file.read, contractOf(table), {
      today,
      timeZone: timeZone ?? "UTC",
    });
    return { check, names: file.read([]).names, fingerprint: file.fingerprint };
  };
  // to the end also if the run is stopped, so that it can be resumed with what it began with
  const [transacciones, clientes, productos, history] = await cancellable(
    new AbortController().signal,
    () =>
      everyFile([
        check("transacciones"),
        check("clientes"),
        check("productos"),
        hasHistory ? openInput(historyPath) : Promise.resolve(undefined),
      ]),
  );
  const extracted = extractChecked({
    transacciones: transacciones.check,
    clientes: clientes.check,
    productos: productos.check,
  }, { today, week, timeZone, weeksToInclude: weeks_to_include });
  const fingerprints: Record<string, string> = Object.fromEntries(
    [transacciones, clientes, productos].map((file, i) => [expected[i]!, file.fingerprint]),
  );
  if (history) fingerprints[HISTORY_FILE] = history.fingerprint;
  const { transacciones: lines, clientes: customers, productos: products } = extracted.quality;
  const shape = {
    columns: Object.fromEntries(
      [transacciones, clientes, productos].map((file, i) => [
        TABLES[i]!,
        [...file.names].sort(),
      ]),
    ),
    nulls: {
      transacciones: lines.null_rows_dropped,
      clientes: customers.null_attributes,
      productos: products.null_attributes,
    },
  };
  return {
    extracted,
    shape,
    fingerprints,
    historyPath: history && historyPath,
    modelRun: runOfModel(outputs_dir, resume),
  };
}

/** One error for the folder; without it, each table would have its own. */
async function checkFolder(dataDir: string): Promise<void> {
  const info = await Deno.stat(dataDir).catch((error) => {
    // the tables that were expected there are named later
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
  if (info === undefined || info.isDirectory) return;
  throw new UserError(
    `${dataDir}: expected a folder with the data, found a file.\n` +
      `Give the folder that contains it with --data-dir.`,
  );
}

/**
 * The run whose model is in use. A run killed after `latest` was swapped and before `run.json` was
 * updated is resumed with the model it started with.
 */
function runOfModel(outputsDir: string, resume: boolean): string | undefined {
  const latest = readLatest(outputsDir);
  if (!resume || latest === undefined) return latest;
  const run = recordOf(runFolder(outputsDir, latest));
  const unfinished = run && run.state !== "success" && run.state !== "held";
  return unfinished ? run.model_in_use ?? undefined : latest;
}

/** The record of a run; `undefined` if it is damaged, which the run then warns of. */
function recordOf(folder: string): RunRecord | undefined {
  try {
    return readRunRecord(folder);
  } catch {
    return undefined;
  }
}

/** Reads all files, or throws one error with the problems of all of them, each remedy once. */
async function everyFile<const Files extends unknown[]>(
  files: { [Index in keyof Files]: Promise<Files[Index]> },
): Promise<Files> {
  const settled = await Promise.allSettled(files);
  const errors = settled.filter((file) => file.status === "rejected")
    .map(({ reason }) => reason as unknown);
  const messages = errors.map((error) => {
    const known = userErrorOf(error);
    if (known) return known.message.split("\n");
    throw error;
  });
  if (messages.length > 0) {
    const remedies = new Set(messages.map((lines) => lines.at(-1)!));
    throw new UserError(
      [...messages.flatMap((lines) => lines.slice(0, -1)), ...remedies].join("\n"),
      userErrorOf(errors[0])!.exitStatus,
      { cause: errors[0] },
    );
  }
  return await Promise.all(files) as Files;
}
