import assert from "node:assert/strict";
import { printCount } from "../print_count.ts";
import { errorPoints, killPoints, sampled } from "./inject/fault_points.ts";
import { type Scenario, tryError, tryKill, undisturbed } from "./try_point.ts";

/** Whether every point is tried, or a sample. */
const ALL = Boolean(Deno.env.get("SODAI_NIGHTLY"));

/** Which faults are tried, and how many of each scenario in a sample. */
export interface Plan {
  kind: "errors" | "kills";
  sample: number;
}

/**
 * Tries a scenario with a fault at each of its points, or at a seeded sample of them, and prints how
 * many.
 *
 * @throws AssertionError listing what was wrong, the same at several points once.
 */
export async function tryScenario(scenario: Scenario, { kind, sample }: Plan): Promise<void> {
  const expected = await undisturbed(scenario);
  const every = kind === "errors" ? errorPoints(expected) : killPoints(expected);
  const points = ALL ? every : sampled(every, sample);
  const tryPoint = kind === "errors" ? tryError : tryKill;
  const wrong = new Map<string, string[]>();
  for (const point of points) {
    const what = `${point.fault}${point.stays ? " from here on" : ""} at ${point.key}`;
    for (const text of await tryPoint(scenario, expected, point)) {
      const found = `${point.call.name}: ${text}`.replaceAll(scenario.folder, "");
      const places = wrong.get(found) ?? [];
      wrong.set(found, [...places, what.replaceAll(scenario.folder, "")]);
    }
  }
  printCount(
    `${scenario.name}: ${expected.calls.length} file operations, ` +
      `${points.length} of ${every.length} ${kind} tried`,
  );
  const list = [...wrong].map(([text, places]) => `${text} (${places.length} x, ${places[0]})`);
  assert.deepEqual(list, []);
}
