import assert from "node:assert/strict";
import { printCount } from "../../print_count.ts";
import { type MutatedRun, mutatedRun } from "./mutated_run.ts";

/** Cases of the two test files together. */
export const CASES = Deno.env.get("SODAI_NIGHTLY") ? 2_000 : 100;

/**
 * Runs the cases of one half; two test files share them, because Deno runs files in parallel. Every
 * way to end must occur, or the mutations test nothing.
 */
export async function endWell(half: 0 | 1): Promise<void> {
  const folder = await Deno.makeTempDir();
  const counts: Record<MutatedRun["outcome"], number> = { success: 0, held: 0, refused: 0 };
  try {
    for (let number = half; number < CASES; number += 2) {
      counts[(await mutatedRun(number, folder)).outcome]++;
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  printCount(`${CASES / 2} mutations: ${JSON.stringify(counts)}`);
  for (const [outcome, count] of Object.entries(counts)) {
    assert(count >= 0.01 * CASES, `only ${count} of ${CASES / 2} ended as ${outcome}`);
  }
}
