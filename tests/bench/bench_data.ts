import { cpuUsage } from "node:process";
import { extractData } from "../../lib/stages/extract_data.ts";
import type { TableName } from "../../lib/table/contracts/contracts.ts";
import { readParquet } from "../../lib/table/parquet.ts";
import type { SalesData } from "../../lib/table/sales_data.ts";
import { writeSimulation } from "../../lib/simulator/write_simulation.ts";

/** The numbers of shops, products sold, weeks and order lines of the first real data. */
export const REAL_SIZE = { customers: 1_500, products: 130, weeks: 47 };

/**
 * The data folder to measure on: `named` if given, else SODAI_REAL_DATA if set, else simulated data of
 * the same size in `temporary`.
 */
export async function benchFolder(named: string | undefined, temporary: string): Promise<string> {
  const folder = named ?? Deno.env.get("SODAI_REAL_DATA");
  if (folder !== undefined) return folder;
  await writeSimulation(temporary, REAL_SIZE);
  return temporary;
}

export async function readSales(folder: string): Promise<SalesData> {
  const read = async (name: TableName) => (await readParquet(`${folder}/${name}.parquet`)).frame;
  const raw = {
    transacciones: await read("transacciones"),
    clientes: await read("clientes"),
    productos: await read("productos"),
  };
  return extractData(raw, { today: new Date() }).sales;
}

/** Peak memory of this process in bytes; 0 if the system does not report it. */
export function peakMemory(): number {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(Deno.readTextFileSync("/proc/self/status"))!;
    return 1024 * Number(kilobytes);
  } catch {
    return 0;
  }
}

/** Resets {@linkcode peakMemory} to the memory in use now, and returns it. */
export function restartPeak(): number {
  try {
    Deno.writeTextFileSync("/proc/self/clear_refs", "5");
  } catch {
    return 0;
  }
  return peakMemory();
}

/** CPU seconds of all threads, and seconds on the clock. */
export interface Taken {
  seconds: number;
  wall: number;
}

/** Returns a function that says what was taken since now. */
export function startClock(): () => Taken {
  const start = cpuUsage(), begun = performance.now();
  return () => {
    const { user, system } = cpuUsage(start);
    return { seconds: (user + system) / 1e6, wall: (performance.now() - begun) / 1000 };
  };
}

export async function timed<T>(run: () => Promise<T>): Promise<[T, Taken]> {
  const taken = startClock();
  const result = await run();
  return [result, taken()];
}

/** Runs a Python script of this folder that prints one JSON object per line, and returns the objects. */
export function askPython<T>(
  python: string,
  script: string,
  args: string[],
  { threads = 1 }: { threads?: number } = {},
): Promise<T[]> {
  const one = String(threads);
  return askProgram(python, [new URL(script, import.meta.url).pathname, ...args], {
    OMP_NUM_THREADS: one,
    OPENBLAS_NUM_THREADS: one,
  });
}

/** The same for a TypeScript file, in a process of its own. */
export function askDeno<T>(script: string, args: string[]): Promise<T[]> {
  const path = new URL(script, import.meta.url).pathname;
  return askProgram(Deno.execPath(), ["run", "--quiet", "--allow-all", path, ...args]);
}

async function askProgram<T>(
  program: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<T[]> {
  const { success, stdout, stderr } = await new Deno.Command(program, { args, env }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).trim().split("\n").map((line) => JSON.parse(line));
}
