import assert from "node:assert/strict";
import { join } from "node:path";
import { resolveConfig } from "../../lib/config/config.ts";
import { tooOld } from "../../lib/pipeline/data_age.ts";
import { english } from "../../lib/language/english.ts";
import { readInputs } from "../../lib/pipeline/run_inputs.ts";
import { runPipeline } from "../../lib/pipeline/run_pipeline.ts";
import type { SalesData } from "../../lib/table/sales_data.ts";
import { readParquet } from "../../lib/table/parquet.ts";
import { UserError } from "../../lib/user_error.ts";
import { parquetOf } from "./mutations/plain_table.ts";
import { LAYOUT } from "./situations/layout.ts";
import { MEANING } from "./situations/meaning.ts";
import { NAMES } from "./situations/names.ts";
import { SCALE } from "./situations/scale.ts";
import {
  type Folder,
  type Kind,
  NOW,
  plainTables,
  type Situation,
} from "./situations/situation.ts";
import { TEXT } from "./situations/text.ts";
import { TIME } from "./situations/time.ts";
import { TYPES } from "./situations/types.ts";

const KINDS: Record<Kind, Omit<Situation, "kind">[]> = {
  layout: LAYOUT,
  types: TYPES,
  names: NAMES,
  time: TIME,
  meaning: MEANING,
  scale: SCALE,
  text: TEXT,
};
const SITUATIONS: Situation[] = Object.entries(KINDS).flatMap(([kind, list]) =>
  list.map((situation) => ({ ...situation, kind: kind as Kind }))
);

/** Writes the changed tables; returns the parameters of a run on them. */
function prepare({ change, given = {} }: Situation, root: string) {
  const folder: Folder = { tables: plainTables(), files: {} };
  change(folder);
  const data_dir = join(root, String(given.data_dir ?? "data"));
  Deno.mkdirSync(data_dir);
  const write = (name: string, bytes: Uint8Array | string) =>
    Deno.writeFileSync(
      join(data_dir, name),
      typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes,
    );
  for (const [name, table] of Object.entries(folder.tables)) {
    if (!(`${name}.parquet` in folder.files)) write(`${name}.parquet`, parquetOf(table));
  }
  for (const [name, bytes] of Object.entries(folder.files)) write(name, bytes);
  folder.after?.(data_dir);
  const quick = { n_trials: 1, shap_rows: 50, weeks_to_include: 8, workers: 1 };
  return resolveConfig({ ...quick, ...given, data_dir, outputs_dir: join(root, "outputs") });
}

/** What was read, without the user's own ids: two inputs of equal meaning give the same. */
function meaning({ lines, customers, products, firstWeek, predictedWeek }: SalesData) {
  const orders = new Map<number, number>();
  const order = Array.from(lines.order, (id) => {
    if (!orders.has(id)) orders.set(id, orders.size);
    return orders.get(id);
  });
  const { day, customer, product, items } = lines;
  return {
    lines: { day, customer, product, items, order },
    customers: customers.columns,
    products: products.columns,
    weeks: [firstWeek, predictedWeek],
  };
}

/** One clear message: no stack, no control character, not too long. */
function assertClear(message: string) {
  assert.doesNotMatch(message, /^ {4}at |\bTypeError\b|\bRangeError\b|panicked/m);
  // deno-lint-ignore no-control-regex -- escapes that a terminal would obey
  assert.doesNotMatch(message, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  assert(message.length < 3_000, message);
}

async function check(situation: Situation, plain: SalesData, root: string) {
  const config = prepare(situation, root), now = new Date(situation.now ?? NOW);
  const { expected } = situation;
  if (expected === "same") {
    const { extracted } = await readInputs(config, now);
    assert.deepEqual(meaning(extracted.sales), meaning(plain));
  } else if (typeof expected === "object" && "warns" in expected) {
    const { extracted: { unusual, warnings, newestDay, ageDays } } = await readInputs(config, now);
    const old = tooOld(config, { newestDay, ageDays });
    const said = [...old ? [old] : [], ...unusual, ...warnings].map(english);
    assert.match(said.join("\n"), expected.warns);
  } else if (typeof expected === "object" && "refused" in expected) {
    const { run, error } = await runPipeline(config, { now });
    assert(error instanceof UserError, `${run.state}: ${error}`);
    assert.equal(error.exitStatus, 2);
    assertClear(error.message);
    assert.match(error.message, expected.refused);
  } else {
    const { run, folder, error } = await runPipeline(config, { now });
    assert.equal(error, undefined);
    assert.equal(
      run.state,
      expected === "done" ? "success" : "held",
      JSON.stringify(run.held),
    );
    if (expected !== "done") assert.match((run.held ?? []).join("\n"), expected.held);
    const { frame } = await readParquet(join(folder, "scores.parquet"));
    const probability = frame.getColumn("probability").toTypedArray() as Float64Array;
    assert(probability.length > 0 && probability.every((p) => p >= 0 && p <= 1));
  }
}

Deno.test(`${SITUATIONS.length} situations that people report`, async (t) => {
  assert(SITUATIONS.length >= 60);
  const root = await Deno.makeTempDir();
  try {
    const [first] = SITUATIONS;
    const { extracted } = await readInputs(prepare(first!, root), new Date(NOW));
    for (const situation of SITUATIONS) {
      await t.step(`${situation.kind}: ${situation.name}`, async () => {
        const folder = await Deno.makeTempDir({ dir: root });
        await check(situation, extracted.sales, folder);
      });
    }
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
