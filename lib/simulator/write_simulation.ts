import { join } from "node:path";
import { encodeParquet } from "../table/parquet.ts";
import { simulate, type SimulatorOptions } from "./simulator.ts";

/** Simulates and writes the three input files into a folder; creates the folder if needed. */
export async function writeSimulation(
  folder: string,
  options: SimulatorOptions = {},
): Promise<{ customers: number; products: number; transactions: number }> {
  const { transacciones, clientes, productos } = simulate(options);
  await Deno.mkdir(folder, { recursive: true });
  for (const [name, frame] of Object.entries({ transacciones, clientes, productos })) {
    await Deno.writeFile(join(folder, `${name}.parquet`), encodeParquet(frame));
  }
  return {
    customers: clientes.height,
    products: productos.height,
    transactions: transacciones.height,
  };
}
