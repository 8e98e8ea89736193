/**
 * Compares every figure, drawn from small fixed data (`gallery/`), with a reviewed SVG. After an
 * intended change:
 *
 *     deno test -A tests/plots/golden_test.ts -- --renew
 *
 * then review the changes in `golden/` before the commit.
 */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import type { Figure } from "../../lib/plots/drawing/figure.ts";
import { data } from "./gallery/data.ts";
import { drift } from "./gallery/drift.ts";
import { driftStudy } from "./gallery/drift_study.ts";
import { explanation } from "./gallery/explanation.ts";
import { runs } from "./gallery/runs.ts";
import { training } from "./gallery/training.ts";
import { textFaults } from "./text_faults.ts";

const gallery: Record<string, () => Figure> = {
  ...data,
  ...drift,
  ...driftStudy,
  ...explanation,
  ...runs,
  ...training,
};
const golden = new URL("golden/", import.meta.url);
/** `deno fmt` would indent the texts of an SVG. */
const head = "<!-- deno-fmt-ignore-file -->\n";
const renew = Deno.args.includes("--renew");

for (const [name, draw] of Object.entries(gallery)) {
  const file = new URL(`${name}.svg`, golden);
  Deno.test(`figure ${name} equals the reviewed SVG`, () => {
    const { svg } = draw();
    if (renew) writeFileSync(file, head + svg);
    assert(existsSync(file), `${name}.svg is new: renew the golden figures`);
    assert.equal(head + svg, readFileSync(file, "utf8"));
  });
  Deno.test(`figure ${name} has no text cut or covered, and is the same when drawn again`, () => {
    assert.deepEqual(textFaults(draw().svg), []);
    assert.equal(draw().svg, draw().svg);
  });
}

Deno.test("every golden figure is still drawn", () => {
  const kept = readdirSync(golden).sort();
  assert.deepEqual(kept, Object.keys(gallery).map((name) => `${name}.svg`).sort());
});
