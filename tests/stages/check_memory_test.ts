import assert from "node:assert/strict";
import { english } from "../../lib/language/english.ts";
import { allowedMemory, checkMemory } from "../../lib/stages/check_memory.ts";
import { runSize, type SizeParameters } from "../../lib/stages/run_size.ts";
import { mondayOfWeek } from "../../lib/table/time/week.ts";
import type { SalesData } from "../../lib/table/sales_data.ts";
import { UserError } from "../../lib/user_error.ts";

const GIB = 2 ** 30;
const parameters: SizeParameters = {
  preset: "default",
  max_rows: 1_000_000,
  weeks_to_include: 12,
  hasReference: false,
};

/** Sales of 30 weeks in which each of the traded customers and products has a line. */
function sales(
  { customers, products, traded }: {
    customers: number;
    products: number;
    traded: { customers: number; products: number };
  },
): SalesData {
  const length = Math.max(traded.customers, traded.products);
  const index = (most: number) => Int32Array.from({ length }, (_, i) => i % most);
  const ids = (n: number) => ({ ids: Float64Array.from({ length: n }, (_, i) => i), columns: [] });
  return {
    customers: ids(customers),
    products: ids(products),
    lines: {
      length,
      day: Int32Array.from({ length }, (_, i) => mondayOfWeek(2700) + Math.floor(210 * i / length)),
      customer: index(traded.customers),
      product: index(traded.products),
      order: new Float64Array(length),
      items: new Float64Array(length).fill(1),
    },
    firstWeek: 2700,
    predictedWeek: 2730,
  };
}

const machine = (bytes: number) => allowedMemory("auto", bytes);

function refusal(
  data: SalesData,
  allowed: ReturnType<typeof allowedMemory>,
  changes: Partial<SizeParameters> = {},
): string {
  try {
    checkMemory(data, { ...parameters, ...changes }, allowed);
  } catch (error) {
    assert(error instanceof UserError && error.exitStatus === 2);
    return error.message;
  }
  assert.fail("not refused");
}

const thin = sales({
  customers: 3000,
  products: 300,
  traded: { customers: 3000, products: 300 },
});

Deno.test("runSize() counts known pairs, the catalogue and the held weeks", () => {
  const { bought, pairs, catalogue, weeks, heldWeeks, matrices } = runSize(thin, parameters);
  assert.deepEqual(
    { bought, pairs, catalogue, weeks, heldWeeks, matrices },
    { bought: 3000, pairs: 900_000, catalogue: 900_000, weeks: 12, heldWeeks: 2, matrices: 1 },
  );
});

Deno.test("a run that fits says what it needs of what the machine has", () => {
  const { pairs, needs } = checkMemory(thin, parameters, machine(23 * GIB));
  assert.equal(pairs, 900_000);
  assert.match(english(needs), /^about \d(\.\d)? GiB of the 23 GiB that this machine has$/);
});

Deno.test("a run that does not fit is refused, and fits with what the message advises", () => {
  for (const gib of [1.15, 1, 0.9, 0.8]) {
    const message = refusal(thin, machine(gib * GIB));
    assert.match(
      message,
      /at most nine tenths of the .* GiB that this machine has, found one that needs/,
    );
    const [, flags] = /Run it with (--.*)\.$/.exec(message) ?? assert.fail(message);
    const given = Object.fromEntries(
      [...flags!.matchAll(/--(\S+) (\d+)/g)].map((
        [, name, value],
      ) => [name!.replaceAll("-", "_"), Number(value)]),
    );
    assert(Object.keys(given).length > 0);
    checkMemory(thin, { ...parameters, ...given }, machine(gib * GIB));
  }
});

Deno.test("a machine that no parameter makes large enough is named too small, with what is needed", () => {
  const wide = sales({
    customers: 130_000,
    products: 1300,
    traded: { customers: 2000, products: 200 },
  });
  for (const preset of ["default", "original"] as const) {
    const message = refusal(wide, machine(4 * GIB), { preset });
    assert.match(message, /169,000,000 pairs of 130,000 customers and 1,300 products/);
    const [, least] = /use a machine with at least (\S+) GiB/.exec(message) ?? assert.fail(message);
    checkMemory(
      wide,
      { ...parameters, preset, max_rows: 1000, weeks_to_include: 3 },
      machine(Number(least) * GIB),
    );
  }
});

Deno.test("--memory-limit allows less than the machine has, not more", () => {
  assert.deepEqual(allowedMemory("2GiB", 8 * GIB), {
    bytes: 2 * GIB,
    limited: true,
    machine: 8 * GIB,
  });
  assert.equal(allowedMemory("64GiB", 8 * GIB).bytes, 0.9 * 8 * GIB);
  assert.equal(allowedMemory("64GiB", 8 * GIB).limited, false);
  const { needs } = checkMemory(thin, parameters, allowedMemory("2 GiB", 8 * GIB));
  assert.match(english(needs), /^about 1\.\d GiB of the 2 GiB of --memory-limit$/);
  const message = refusal(thin, allowedMemory("1000MiB", 8 * GIB));
  assert.match(message, /expected a run that needs at most the 1 GiB of --memory-limit, found/);
  const [, rows] = /Run it with --max-rows (\d+)\.$/.exec(message) ?? assert.fail(message);
  checkMemory(thin, { ...parameters, max_rows: Number(rows) }, allowedMemory("1000MiB", 8 * GIB));
});

Deno.test("a limit that no parameter meets names one that suffices", () => {
  const message = refusal(thin, allowedMemory("300MiB", 8 * GIB));
  const [, least] = /use --memory-limit (\S+) or more/.exec(message) ?? assert.fail(message);
  const smallest = { ...parameters, max_rows: 1000, weeks_to_include: 3 };
  checkMemory(thin, smallest, allowedMemory(least!, 8 * GIB));
});
