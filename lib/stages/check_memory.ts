import type { Message } from "../language/message.ts";
import { UserError } from "../user_error.ts";
import { includedWeeks } from "../features/pairs/included_weeks.ts";
import type { SalesData } from "../table/sales_data.ts";
import { type MemoryEstimate, memoryEstimate } from "./memory_estimate.ts";
import { runSize, type SizeParameters, weekCounts } from "./run_size.ts";

/** The memory that a run needs. */
export interface MemoryCheck extends MemoryEstimate {
  /** Such as `about 1.2 GiB of the 23 GiB that this machine has`. */
  needs: Message;
}

/** Fewer rows than these make a poor model, so fewer weeks are advised before. */
const GOOD_ROWS = 100_000;
/** The rest is for the operating system and other programs. */
const USABLE_SHARE = 0.9;
const FEWEST_ROWS = 1_000;
const FEWEST_WEEKS = 3;

/**
 * Estimates the memory of a run before it is spent.
 *
 * @param machineBytes the memory of the machine.
 * @throws UserError if the machine has less, with the parameters that make the run fit, if any do.
 */
export function checkMemory(
  sales: SalesData,
  parameters: SizeParameters,
  machineBytes: number,
): MemoryCheck {
  const size = runSize(sales, parameters);
  const included = includedWeeks(sales, parameters.weeks_to_include);
  const bytesWith = (maxRows: number, weeks: number) =>
    memoryEstimate({ ...size, ...weekCounts(included.slice(-weeks)), maxRows }).bytes;
  const estimate = memoryEstimate(size);
  const usable = USABLE_SHARE * machineBytes;
  if (estimate.bytes <= usable) {
    const values = { needs: inGibibytes(estimate.bytes), machine: inGibibytes(machineBytes) };
    return { ...estimate, needs: { key: "data.memory", values } };
  }
  const { customers, products } = sales;
  throw new UserError(
    `memory: expected a run that needs at most nine tenths of the ${
      gibibytes(machineBytes)
    } that ` +
      `this machine has, found one that needs about ${gibibytes(estimate.bytes)}: ` +
      `${count(estimate.pairs)} pairs of ${count(customers.ids.length)} customers and ` +
      `${count(products.ids.length)} products, and ${count(estimate.rows)} rows with features.\n` +
      (advice(parameters, (rows, weeks) => bytesWith(rows, weeks) <= usable) ??
        tooSmall(bytesWith(FEWEST_ROWS, FEWEST_WEEKS) / USABLE_SHARE)),
  );
}

/** The parameters that make a run fit: fewer rows, then fewer weeks too; undefined if none do. */
function advice(
  { max_rows, weeks_to_include }: SizeParameters,
  fits: (rows: number, weeks: number) => boolean,
): string | undefined {
  for (const least of [GOOD_ROWS, FEWEST_ROWS]) {
    for (let weeks = weeks_to_include; weeks >= FEWEST_WEEKS; weeks--) {
      for (let rows = max_rows; rows >= Math.min(least, max_rows); rows = fewer(rows)) {
        if (!fits(rows, weeks)) continue;
        const flags = [
          ...(rows < max_rows ? [`--max-rows ${rows}`] : []),
          ...(weeks < weeks_to_include ? [`--weeks-to-include ${weeks}`] : []),
        ];
        return `Run it with ${flags.join(" ")}.`;
      }
    }
  }
  return undefined;
}

function tooSmall(leastBytes: number): string {
  return `No parameter makes it fit: use a machine with at least ${gibibytes(leastBytes)}, or ` +
    "leave customers and products that need no forecast out of clientes.parquet and " +
    "productos.parquet.";
}

/** About a fifth less, in two digits; at last the fewest. */
function fewer(rows: number): number {
  if (rows <= FEWEST_ROWS) return 0;
  return Math.max(FEWEST_ROWS, Math.floor(Number((0.8 * rows).toPrecision(2))));
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}

function gibibytes(bytes: number): string {
  return `${inGibibytes(bytes)} GiB`;
}

/** Rounded up, so that advice always suffices. */
function inGibibytes(bytes: number): number {
  const size = bytes / 2 ** 30;
  return size < 10 ? Math.ceil(10 * size) / 10 : Math.ceil(size);
}
