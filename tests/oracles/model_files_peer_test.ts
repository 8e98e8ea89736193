import assert from "node:assert/strict";
import { join } from "node:path";
import { featureSource } from "../../lib/features/feature_source.ts";
import { crossPairs } from "../../lib/features/pairs/cross.ts";
import { scoredPart } from "../../lib/stages/scored_part.ts";
import { resolveConfig } from "../../lib/config/config.ts";
import { runPipeline } from "../../lib/pipeline/run_pipeline.ts";
import { readInputs } from "../../lib/pipeline/run_inputs.ts";
import type { ColumnTable } from "../../lib/table/column_table.ts";
import type { SalesData } from "../../lib/table/sales_data.ts";
import { writeSimulation } from "../../lib/simulator/write_simulation.ts";
import { decodeModelFile, predictProbability } from "../../lib/model/model.ts";
import { PYTHON } from "./ask_python.ts";

const REAL = Deno.env.get("SODAI_REAL_DATA");

const beside = (script: string) => new URL(script, import.meta.url).pathname;
const WITHOUT_PROJECT = ["--no-config", "--no-lock", "--node-modules-dir=none", "--quiet"];

/** A program that reads a model file; its arguments are the file and the folder of inputs. */
const READERS: { name: string; file: string; program: string; args: string[] }[] = [{
  name: "onnxruntime",
  file: "model.onnx",
  program: PYTHON ?? "",
  args: [beside("./onnx_probabilities.py")],
}, {
  name: "onnxruntime-web",
  file: "model.onnx",
  program: Deno.execPath(),
  args: ["run", "--allow-all", ...WITHOUT_PROJECT, beside("./onnx_probabilities.ts")],
}, {
  name: "pyarrow and numpy",
  file: "model.arrow",
  program: PYTHON ?? "",
  args: [beside("./model_arrow_probabilities.py")],
}];

for (
  const parameters of [
    { preset: "default", model: "random_forest" },
    { preset: "default", model: "gradient_boosting" },
    { preset: "default", model: "best" },
    { preset: "original", model: "random_forest" },
  ]
) {
  Deno.test({
    name: `model files give our probabilities on every row: ${
      Object.values(parameters).join(", ")
    }`,
    ignore: !PYTHON,
    async fn(t) {
      const folder = await Deno.makeTempDir();
      const data = REAL ?? join(folder, "data");
      if (!REAL) await writeSimulation(data, { customers: 60, weeks: 20 });
      const config = resolveConfig({
        ...parameters,
        data_dir: data,
        outputs_dir: join(folder, "outputs"),
        weeks_to_include: 3,
        max_rows: 100_000,
        n_trials: 1,
        workers: 2,
        no_report: true,
      });
      const { run } = await runPipeline(config);
      assert.equal(run.state, "success");

      const models = join(folder, "outputs", "latest", "models");
      const model = decodeModelFile(await Deno.readFile(join(models, "model.arrow")));
      const { extracted: { sales } } = await readInputs(config, new Date());
      const part = scoredPart(sales, config.preset, { launches: false });
      const first = firstAlike(sales);
      // the original preset treats products with the same attributes as one product
      const products = part.products
        .filter((product) => config.preset === "default" || first.has(product));
      const pairs = crossPairs({ ...part, products });
      const rows = pairs.customer;
      const table = featureSource(sales, config.preset)(sales.predictedWeek)(pairs);
      const ours = await predictProbability(model, table, { workers: 2 });
      await writeInputs(folder, table, { encoded: config.preset === "original" });

      for (const { name, file, program, args } of READERS) {
        await t.step(`${name}, ${rows.length} rows`, async () => {
          const { success, stderr } = await new Deno.Command(program, {
            args: [...args, join(models, file), folder],
          }).output();
          assert.ok(success, new TextDecoder().decode(stderr));
          const theirs = new Float32Array((await Deno.readFile(join(folder, "answer"))).buffer);
          assert.equal(theirs.length, rows.length);
          const gap = ours.reduce((most, p, i) => Math.max(most, Math.abs(p - theirs[i]!)), 0);
          assert.ok(gap <= 1e-6, `${gap}`);
        });
      }
      await Deno.remove(folder, { recursive: true });
    },
  });
}

/** Products whose attributes differ from those of every earlier product. */
function firstAlike({ products }: SalesData): Set<number> {
  const found = new Map<string, number>();
  products.ids.forEach((_, product) => {
    const attributes = products.columns.map((column) =>
      column.kind === "numeric" ? column.values[product] : column.codes[product]
    );
    const key = JSON.stringify(attributes);
    if (!found.has(key)) found.set(key, product);
  });
  return new Set(found.values());
}

/**
 * Writes a file of numbers or category codes for each input of the graph, and describes them.
 *
 * @param options.encoded whether the graph has encoders, and takes 64-bit numbers and texts.
 */
async function writeInputs(folder: string, table: ColumnTable, { encoded }: { encoded: boolean }) {
  const inputs: unknown[] = [];
  const Floats = encoded ? Float64Array : Float32Array;
  for (const [i, column] of table.columns.entries()) {
    const values = column.kind === "numeric" ? Floats.from(column.values) : column.codes;
    await Deno.writeFile(join(folder, `input_${i}`), new Uint8Array(values.buffer));
    const categories = column.kind === "categorical" ? column.categories : null;
    inputs.push({ name: column.name, bytes: values.BYTES_PER_ELEMENT, categories });
  }
  await Deno.writeTextFile(
    join(folder, "inputs.json"),
    JSON.stringify({ rows: table.length, inputs }),
  );
}
