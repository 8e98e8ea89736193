import assert from "node:assert/strict";
import { linesByDay } from "../../lib/simulator/day_lines.ts";

Deno.test("linesByDay() returns the lines of several blocks by day, of a day by customer", () => {
  const lines = linesByDay(3);
  const added: { day: number; customer: number; product: number; pieces: number }[] = [];
  for (let customer = 0; customer < 200; customer++) {
    for (const day of [2, 0, 0]) {
      const line = { day, customer, product: added.length, pieces: added.length % 7 - 3 };
      lines.add(line.customer, line.day, line.product, line.pieces);
      added.push(line);
    }
  }
  const blocks = [...lines.blocks()];
  const found = blocks.flatMap(({ day, length, customer, product, pieces }) =>
    Array.from({ length }, (_, i) => ({
      day,
      customer: customer[i]!,
      product: product[i]!,
      pieces: pieces[i]!,
    }))
  );
  assert.deepEqual(found, [...added].sort((a, b) => a.day - b.day));
  assert(blocks.filter(({ day }) => day === 0).length > 2);
  assert.equal(lines.length, 600);
  assert.equal(lines.orders, 400);
});
