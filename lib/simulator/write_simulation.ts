import { join } from "node:path";
import { encodeParquet } from "../table/parquet.ts";
import { writeParquetParts } from "../table/parquet_file/parquet_parts.ts";
import { productsFrame } from "./products.ts";
import { customersFrame } from "./shops.ts";
import { simulatedWorld, type SimulatorOptions } from "./simulator.ts";
import { transactionFrames } from "./transactions.ts";

/**
 * Simulates and writes the three input files into a folder; creates the folder if needed. The rows
 * are those of `simulate()`, of which only a part is in memory at a time.
 */
export async function writeSimulation(
  folder: string,
  options: SimulatorOptions = {},
): Promise<{ customers: number; products: number; transactions: number }> {
  const { products, shops, lines, firstWeek } = simulatedWorld(options);
  const { seed = 0 } = options;
  await Deno.mkdir(folder, { recursive: true });
  const transactions = await writeParquetParts(
    join(folder, "transacciones.parquet"),
    transactionFrames(lines, { seed, shops, products, firstWeek }),
  );
  const small = { clientes: customersFrame(shops, seed), productos: productsFrame(products) };
  for (const [name, frame] of Object.entries(small)) {
    await Deno.writeFile(join(folder, `${name}.parquet`), encodeParquet(frame));
  }
  return { customers: shops.length, products: products.ids.length, transactions };
}
