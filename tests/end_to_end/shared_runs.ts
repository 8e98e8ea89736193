import { cpSync } from "node:fs";
import { join } from "node:path";
import pl from "nodejs-polars";
import type { GivenParameters } from "../../lib/config/config.ts";
import { readLatest } from "../../lib/dag/runs/latest.ts";
import { runFolder } from "../../lib/dag/runs/run_folder.ts";
import { readRunRecord, type RunRecord } from "../../lib/dag/runs/run_record.ts";
import { mondayOfWeek, parseWeek } from "../../lib/table/time/week.ts";
import { runPipeline } from "../../lib/pipeline/run_pipeline.ts";
import { shared } from "./shared_folder.ts";
import {
  type Place,
  placeOf,
  simulatedWeek,
  simulateInto,
  temporaryPlace,
  type World,
} from "./world.ts";

/** The shared world: its last customer never ordered, its last product never sold. */
export const SHARED = { customers: 40, products: 20, weeks: 15 };

/**
 * The week that shared runs predict, the last of the world, from data that end before it; and the
 * week after all data.
 */
export const WEEK = simulatedWeek(SHARED.weeks), NEXT_WEEK = simulatedWeek(SHARED.weeks + 1);

/** Two threads, on any machine. */
const QUICK: GivenParameters = { weeks_to_include: 8, workers: 2, week: WEEK };

/** Runs that several files need: their parameters, and the run before them in the outputs. */
const KINDS = {
  default: { given: {} },
  random_forest: { given: { model: "random_forest" } },
  gradient_boosting: { given: { model: "gradient_boosting", launches: true } },
  original: { given: { preset: "original", weeks_to_include: 4 } },
  /** A week later, with a new model in a contest with the one in use. */
  next_week: { given: { week: NEXT_WEEK, force_train: true }, after: "default", data: sharedData },
} satisfies Record<string, Kind>;

interface Kind {
  given: GivenParameters;
  after?: string;
  /** The files that it reads; by default those that end before {@linkcode WEEK}. */
  data?: () => Promise<string>;
}

type KindName = keyof typeof KINDS;

/** A finished run, for reading only; its outputs are in `outputs`. */
export interface SharedRun extends Place {
  run: RunRecord;
  runFolder: string;
}

/** The files of all weeks. */
export async function sharedData(): Promise<string> {
  return await shared("data", async (folder) => {
    await simulateInto(folder, SHARED);
    const lastId = (file: string, column: string) =>
      Number(pl.readParquet(join(folder, file)).getColumn(column).max());
    const customer = lastId("clientes.parquet", "customer_id");
    const product = lastId("productos.parquet", "product_id");
    const path = join(folder, "transacciones.parquet");
    pl.readParquet(path).filter(
      pl.col("customer_id").neq(pl.lit(customer)).and(pl.col("product_id").neq(pl.lit(product))),
    ).writeParquet(path);
  });
}

/** The same files as they were on the Monday of {@linkcode WEEK}. */
export async function dataBeforeWeek(): Promise<string> {
  const all = await sharedData();
  return await shared("data_before_week", (folder) => {
    cpSync(all, folder, { recursive: true });
    const path = join(folder, "transacciones.parquet");
    const monday = mondayOfWeek(parseWeek(WEEK)!);
    pl.readParquet(path).filter(
      pl.col("purchase_date").cast(pl.Date).cast(pl.Int32).lt(pl.lit(monday)),
    ).writeParquet(path);
    return Promise.resolve();
  });
}

/** One of the runs that the test files share. */
export async function sharedRun(kind: KindName = "default"): Promise<SharedRun> {
  const { given, after, data = dataBeforeWeek }: Kind = KINDS[kind];
  const dataDir = await data();
  const before = after && await sharedRun(after as KindName);
  const folder = await shared(kind, async (folder) => {
    if (before) copyOutputs(before, folder);
    const { error } = await runPipeline(placeOf(folder, dataDir, QUICK).config("outputs", given));
    if (error !== undefined) throw error;
  });
  const outputs = join(folder, "outputs");
  const found = runFolder(outputs, readLatest(outputs)!);
  const place = placeOf(folder, dataDir, { ...QUICK, ...given });
  return { ...place, run: readRunRecord(found), runFolder: found };
}

/** A copy of a shared run in `outputs`, to be changed or continued, on the same data. */
export async function copiedRun(kind: KindName = "default"): Promise<World & SharedRun> {
  const original = await sharedRun(kind);
  const place = temporaryPlace(original.dataDir, { ...QUICK, ...KINDS[kind].given });
  copyOutputs(original, place.folder);
  const found = runFolder(join(place.folder, "outputs"), original.run.run_id);
  return { ...place, run: original.run, runFolder: found };
}

function copyOutputs({ folder }: Place, to: string): void {
  cpSync(join(folder, "outputs"), join(to, "outputs"), { recursive: true, verbatimSymlinks: true });
}
