import assert from "node:assert/strict";
import { calibrationProse } from "../../../lib/notebook/prose/calibration.ts";

Deno.test("calibrationProse() says what changed and how far probabilities can be trusted", () => {
  const quality = (weeks: string[], calibration_error: number, expected?: number) => ({
    weeks,
    calibration_error,
    positives: 1000,
    ...(expected && { expected }),
  });
  const validation = quality(["2024-W41"], 0.018);
  const good = { test: quality(["2024-W42"], 0.012), validation };
  const text = calibrationProse({ a: 1.02, b: 0.97, c: 0.1 }, good);
  assert.match(
    text,
    /\$a = 1\.02\$, .*: 1% becomes 1\.0%, .* In 2024-W42 .* 1\.2 percentage points .*a range/,
  );
  assert.match(
    text,
    /\(in 2024-W41, on which the calibration was fitted, by 1\.8 percentage points\)/,
  );
  assert.doesNotMatch(text, /add up/);
  assert.match(calibrationProse({ a: 1.5, b: 1, c: 0 }, good), /1% becomes 0\.1%/);
  const poor = calibrationProse(null, { ...good, test: quality(["2024-W42"], 0.05) });
  assert.match(poor, /does not calibrate.*with care/);
  assert.doesNotMatch(poor, /fitted/);
});

Deno.test("calibrationProse() compares the sum of the probabilities with the purchases", () => {
  const text = (expected: number) => {
    const test = { weeks: ["2024-W42"], calibration_error: 0.01, positives: 9759, expected };
    return calibrationProse(null, { test, validation: test });
  };
  assert.match(
    text(9109),
    /to \*\*9,109\*\* expected purchases, and \*\*9,759\*\* were made: the sum is 6\.7% too low\./,
  );
  assert.match(text(10_000), /the sum is 2\.5% too high/);
});
