import assert from "node:assert/strict";
import { join } from "node:path";
import { readInputs } from "../../lib/pipeline/run_inputs.ts";
import { readParquet } from "../../lib/table/parquet.ts";
import { weekName } from "../../lib/table/time/week.ts";
import { simulate } from "../../lib/simulator/simulator.ts";
import { writeSimulation } from "../../lib/simulator/write_simulation.ts";

const SMALL = { customers: 80, products: 15, weeks: 6 };
const FILES = ["clientes.parquet", "productos.parquet", "transacciones.parquet"];

Deno.test("writeSimulation() writes three files that satisfy the contracts, the same bytes for a seed", async () => {
  const folder = await Deno.makeTempDir();
  const data_dir = join(folder, "deep", "data");
  const written = await writeSimulation(data_dir, SMALL);
  assert.deepEqual(Array.from(Deno.readDirSync(data_dir), ({ name }) => name).sort(), FILES);
  assert.equal(written.customers, 80);
  assert.equal(written.products, 15);
  const { frame } = await readParquet(join(data_dir, "transacciones.parquet"));
  assert.equal(frame.height, written.transactions);

  const { extracted } = await readInputs(
    { data_dir, outputs_dir: join(folder, "outputs"), week: null },
    new Date("2024-06-01"),
  );
  assert.equal(weekName(extracted.sales.predictedWeek), "2024-W07");
  assert.equal(extracted.quality.weeks.complete_weeks, 6);
  assert(extracted.quality.transacciones.duplicate_rows_dropped > 0);
  assert(extracted.quality.transacciones.returns > 0);

  await writeSimulation(join(folder, "again"), SMALL);
  await writeSimulation(join(folder, "other"), { ...SMALL, seed: 1 });
  for (const name of FILES) {
    const bytes = (of: string) => Deno.readFileSync(join(folder, of, name)).toHex();
    assert(bytes("again") === bytes("deep/data"), name);
    if (name !== "productos.parquet") assert(bytes("other") !== bytes("deep/data"), name);
  }
  await Deno.remove(folder, { recursive: true });
});

Deno.test("writeSimulation() writes the rows of simulate()", async () => {
  const folder = await Deno.makeTempDir();
  const options = { ...SMALL, seed: 4, market: "grocery" } as const;
  await writeSimulation(folder, options);
  const { transacciones, clientes, productos } = simulate(options);
  for (const [name, frame] of Object.entries({ transacciones, clientes, productos })) {
    const { frame: written } = await readParquet(join(folder, `${name}.parquet`));
    assert.deepEqual(written.schema, frame.schema, name);
    assert.deepEqual(written.toRecords(), frame.toRecords(), name);
  }
  await Deno.remove(folder, { recursive: true });
});
