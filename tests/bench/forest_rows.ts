import { featureSource } from "../../lib/features/feature_source.ts";
import { knownUniverse } from "../../lib/features/pairs/known_universe.ts";
import { purchased } from "../../lib/features/pairs/purchased.ts";
import { weeklyPurchases } from "../../lib/features/purchases/weekly_purchases.ts";
import { samplePlaces } from "../../lib/features/pairs/sample_places.ts";
import { type ColumnTable, sharedFloats } from "../../lib/table/column_table.ts";
import { takeRows } from "../../lib/table/take_rows.ts";
import { readSales } from "./bench_data.ts";

/** Training or test rows with their labels. */
export interface ForestRows {
  table: ColumnTable;
  labels: Uint8Array;
  /** Of each row the customer in its week, and the product in its week: see row_groups.ts. */
  groups: Uint32Array[];
}

/**
 * Rows of the pipeline's features: every known pair of the last week as test rows, and seeded samples of
 * the known pairs of the `weeks` before it as training rows.
 */
export async function forestRows(
  folder: string,
  weeks: number,
): Promise<{ test: ForestRows; sample: (length: number) => ForestRows }> {
  const sales = await readSales(folder);
  const features = featureSource(sales, "default");
  const weekly = weeklyPurchases(sales.lines);
  const last = sales.predictedWeek - 1;
  const rowsOf = (week: number): ForestRows => {
    const pairs = knownUniverse(sales, week);
    return {
      table: features(week)(pairs),
      labels: purchased(weekly, week, pairs),
      groups: [pairs.customer, pairs.product].map((indices) =>
        Uint32Array.from(indices, (index) => (week << 16) + index)
      ),
    };
  };
  const past = Array.from({ length: weeks }, (_, i) => rowsOf(last - weeks + i));
  const length = past.reduce((sum, { labels }) => sum + labels.length, 0);
  const labels = new Uint8Array(length);
  const groups = [new Uint32Array(length), new Uint32Array(length)];
  const table: ColumnTable = {
    length,
    columns: past[0]!.table.columns.map(({ name }) => ({
      kind: "numeric",
      name,
      values: sharedFloats(length),
    })),
  };
  let begin = 0;
  for (const week of past) {
    labels.set(week.labels, begin);
    groups.forEach((all, k) => all.set(week.groups[k]!, begin));
    week.table.columns.forEach((column, c) => {
      const target = table.columns[c]!;
      if (column.kind === "numeric" && target.kind === "numeric") {
        target.values.set(column.values, begin);
      }
    });
    begin += week.labels.length;
  }
  return {
    test: rowsOf(last),
    sample: (length) => sampleRows({ table, labels, groups }, length),
  };
}

/** At most `length` rows, in their order. */
export function sampleRows({ table, labels, groups }: ForestRows, length: number): ForestRows {
  const places = samplePlaces(labels.length, length, 0);
  return {
    table: takeRows(table, places),
    labels: Uint8Array.from(places, (place) => labels[place]!),
    groups: groups.map((all) => Uint32Array.from(places, (place) => all[place]!)),
  };
}

/** A table of `length` rows: the table's rows, repeated. */
export function repeatRows(table: ColumnTable, length: number): ColumnTable {
  return takeRows(table, Int32Array.from({ length }, (_, i) => i % table.length));
}

/**
 * Writes `NAME.columns`, 32-bit floats column by column, and `NAME.labels`, for the Python script, and
 * `NAME.groups`.
 */
export async function writeRows(
  folder: string,
  name: string,
  { table, labels, groups }: ForestRows,
) {
  using file = await Deno.create(`${folder}/${name}.columns`);
  const writer = file.writable.getWriter();
  for (const column of table.columns) {
    if (column.kind !== "numeric") continue;
    // copy, as streams do not accept shared memory
    await writer.write(new Uint8Array(Float32Array.from(column.values).buffer));
  }
  await writer.close();
  await Deno.writeFile(`${folder}/${name}.labels`, labels);
  const joined = Uint32Array.from(groups.flatMap((all) => Array.from(all)));
  await Deno.writeFile(`${folder}/${name}.groups`, new Uint8Array(joined.buffer));
}

/** Reads what {@linkcode writeRows} wrote; the columns have new names and are in shared memory. */
export async function readRows(
  folder: string,
  name: string,
  features: number,
): Promise<ForestRows> {
  const labels = await Deno.readFile(`${folder}/${name}.labels`);
  using file = await Deno.open(`${folder}/${name}.columns`);
  const column = new Uint8Array(4 * labels.length);
  const columns: ColumnTable["columns"] = [];
  for (let c = 0; c < features; c++) {
    for (let at = 0; at < column.length;) {
      const read = await file.read(column.subarray(at));
      if (read === null) throw new RangeError(`${name}.columns has ${c} of ${features} columns`);
      at += read;
    }
    const values = sharedFloats(labels.length);
    values.set(new Float32Array(column.buffer));
    columns.push({ kind: "numeric", name: `f${c}`, values });
  }
  const joined = new Uint32Array((await Deno.readFile(`${folder}/${name}.groups`)).buffer);
  const groups = [joined.subarray(0, labels.length), joined.subarray(labels.length)];
  return { table: { length: labels.length, columns }, labels, groups };
}
