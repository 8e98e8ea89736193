import assert from "node:assert/strict";
import { join } from "node:path";
import { resolveConfig } from "../../lib/config/config.ts";
import { knownInputs } from "../../lib/notebook/known_inputs.ts";
import { writeSimulation } from "../../lib/simulator/write_simulation.ts";

Deno.test("knownInputs() reads files again when they, or the parameters, have changed", async () => {
  const folder = await Deno.makeTempDir({ prefix: "sodai_test_" });
  try {
    const size = { customers: 10, products: 10, weeks: 6 };
    await writeSimulation(folder, size);
    const day = new Date();
    const given = { data_dir: folder, outputs_dir: join(folder, "outputs") };
    const config = resolveConfig(given, () => undefined);
    const first = await knownInputs(config, day);
    assert.equal(await knownInputs(config, new Date(day)), first);
    const earlier = await knownInputs({ ...config, week: "2024-W05" }, day);
    assert.equal(earlier.extracted.sales.predictedWeek, first.extracted.sales.predictedWeek - 2);

    await writeSimulation(folder, { ...size, seed: 2 });
    const other = await knownInputs(config, day);
    assert.notEqual(
      other.fingerprints["transacciones.parquet"],
      first.fingerprints["transacciones.parquet"],
    );
    await Deno.remove(join(folder, "clientes.parquet"));
    await assert.rejects(knownInputs(config, day), /clientes\.parquet/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
