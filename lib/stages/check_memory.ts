import type { Message } from "../language/message.ts";
import { UserError } from "../user_error.ts";
import { includedWeeks } from "../features/pairs/included_weeks.ts";
import type { SalesData } from "../table/sales_data.ts";
import { parseSize } from "../config/parse_size.ts";
import {
  affordableBlock,
  type MemoryEstimate,
  memoryEstimate,
  type RunSize,
} from "./memory_estimate.ts";
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

/** Bytes that a run may use: those of `--memory-limit`, or most of the machine. */
export interface AllowedMemory {
  bytes: number;
  /** Whether they are the limit. */
  limited: boolean;
  /** Bytes of the machine. */
  machine: number;
}

/** The memory that a run may use: the limit, or what the machine has beside the operating system. */
export function allowedMemory(limit: string, machine: number): AllowedMemory {
  const most = USABLE_SHARE * machine, given = parseSize(limit) ?? Infinity;
  return { bytes: Math.min(given, most), limited: given < most, machine };
}

/**
 * Estimates the memory of a run before it is spent.
 *
 * @throws UserError if that is more than allowed, with the parameters that make the run fit, if any
 *   do.
 */
export function checkMemory(
  sales: SalesData,
  parameters: SizeParameters,
  allowed: AllowedMemory,
): MemoryCheck {
  const size = runSize(sales, parameters);
  const included = includedWeeks(sales, parameters.weeks_to_include);
  const estimateOf = (some: RunSize) => memoryEstimate(some, affordableBlock(some, allowed.bytes));
  const bytesWith = (maxRows: number, weeks: number) =>
    estimateOf({ ...size, ...weekCounts(included.slice(-weeks)), maxRows }).bytes;
  const estimate = estimateOf(size);
  if (estimate.bytes <= allowed.bytes) {
    const needs = inGibibytes(estimate.bytes);
    return {
      ...estimate,
      needs: allowed.limited
        ? { key: "data.memory_limit", values: { needs, limit: inGibibytes(allowed.bytes) } }
        : { key: "data.memory", values: { needs, machine: inGibibytes(allowed.machine) } },
    };
  }
  const { customers, products } = sales;
  const most = allowed.limited
    ? `the ${gibibytes(allowed.bytes)} of --memory-limit`
    : `nine tenths of the ${gibibytes(allowed.machine)} that this machine has`;
  throw new UserError(
    `memory: expected a run that needs at most ${most}, found one that needs about ${
      gibibytes(estimate.bytes)
    }: ` +
      `${count(estimate.pairs)} pairs of ${count(customers.ids.length)} customers and ` +
      `${count(products.ids.length)} products, and ${count(estimate.rows)} rows with features.\n` +
      (advice(parameters, (rows, weeks) => bytesWith(rows, weeks) <= allowed.bytes) ??
        tooSmall(bytesWith(FEWEST_ROWS, FEWEST_WEEKS), allowed)),
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

function tooSmall(leastBytes: number, { limited }: AllowedMemory): string {
  const remedy = limited
    ? `use --memory-limit ${inGibibytes(leastBytes)}GiB or more`
    : `use a machine with at least ${gibibytes(leastBytes / USABLE_SHARE)}`;
  return `No parameter makes it fit: ${remedy}, or leave customers and products that need no ` +
    "forecast out of clientes.parquet and productos.parquet.";
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
