import assert from "node:assert/strict";
import { type MutatedRun, mutatedRun } from "./mutations/mutated_run.ts";

/** Cases; two thirds of a minute by day. */
const CASES = Deno.env.get("SODAI_NIGHTLY") ? 2_000 : 100;

Deno.test(`${CASES} mutations of the tables end in success, held or a clear refusal`, async () => {
  const folder = await Deno.makeTempDir();
  const counts: Record<MutatedRun["outcome"], number> = { success: 0, held: 0, refused: 0 };
  try {
    for (let number = 0; number < CASES; number++) {
      counts[(await mutatedRun(number, folder)).outcome]++;
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  console.log(`${CASES} mutations: ${JSON.stringify(counts)}`);
  for (const [outcome, count] of Object.entries(counts)) {
    assert(count >= 0.02 * CASES, `only ${count} of ${CASES} ended as ${outcome}`);
  }
});
