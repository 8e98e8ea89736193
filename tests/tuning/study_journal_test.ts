import assert from "node:assert/strict";
import fc from "fast-check";
import { medianPruner } from "../../lib/tuning/median_pruner.ts";
import { readJournal } from "../../lib/tuning/read_journal.ts";
import type { SearchSpace, Settings } from "../../lib/tuning/search_space.ts";
import { optimize, type RunningTrial, TrialPruned } from "../../lib/tuning/study.ts";
import { type LineFile, studyJournal } from "../../lib/tuning/study_journal.ts";
import { tpeSampler } from "../../lib/tuning/tpe_sampler.ts";

const SPACES: Record<string, SearchSpace> = {
  forest: {
    depth: { kind: "int", low: 2, high: 9 },
    share: { kind: "float", low: 0.1, high: 1, log: true },
    kind: { kind: "choice", values: ["gini", "entropy"] },
  },
  boosting: { rate: { kind: "float", low: 0, high: 1, step: 0.25 } },
};
const START = new Date("2024-11-25T00:00:00Z");

class Killed extends Error {}

/** A file in memory; its process is killed after some lines. */
function lineFile(lines: string[] = [], linesToLive = Infinity): LineFile & { left: string[] } {
  const left = [...lines];
  return {
    lines,
    left,
    cut: (count) => void (left.length = count),
    append(added) {
      for (const line of added) {
        if (linesToLive-- <= 0) throw new Killed();
        left.push(line);
      }
    },
  };
}

/** Two searches in one file, as with `--model best`, and the number of calls of the objective. */
async function searches(file: LineFile, attributes: Record<string, unknown> = { seed: 0 }) {
  let calls = 0;
  const journal = studyJournal(file, { start: START, attributes });
  const objective = (settings: Settings, { number, report, shouldPrune, note }: RunningTrial) => {
    calls++;
    if (number === 4) return Promise.resolve(NaN);
    const value = Object.values(settings).reduce<number>(
      (sum, setting) => sum - (typeof setting === "number" ? setting : 0),
      0,
    );
    report(value);
    note("trees", 10);
    if (shouldPrune()) throw new TrialPruned();
    report(value + 0.5);
    note("trees", 20);
    return Promise.resolve(value + 0.5);
  };
  const trials = [];
  for (const [name, space] of Object.entries(SPACES)) {
    trials.push(
      await optimize(space, objective, {
        trials: 14,
        sampler: tpeSampler({ seed: 1 }),
        pruner: medianPruner({ startupTrials: 3 }),
        record: journal({ name, space, attributes: { space: name } }),
        ...(name === "forest" ? { first: { depth: 4, share: 0.5, kind: "gini" } } : {}),
      }),
    );
  }
  return { trials, calls };
}

const WHOLE = lineFile();
const UNDISTURBED = await searches(WHOLE);

Deno.test("a journal contains every trial of the search", () => {
  const studies = readJournal(WHOLE.left.map((line) => `${line}\n`).join(""));
  assert.deepEqual(studies.map(({ name, direction }) => [name, direction]), [
    ["forest", "maximize"],
    ["boosting", "maximize"],
  ]);
  assert.deepEqual(studies[1]!.attributes, { seed: 0, space: "boosting" });
  studies.forEach(({ name, trials }, i) => {
    const plain = trials.map(({ space, started, ended, ...trial }) => {
      assert.deepEqual(space, SPACES[name]);
      assert(started! < ended!);
      return trial;
    });
    assert.deepEqual(plain, UNDISTURBED.trials[i]);
  });
  const states = new Set(UNDISTURBED.trials.flat().map(({ state }) => state));
  assert.deepEqual([...states].sort(), ["complete", "failed", "pruned"]);
});

Deno.test("a search killed after any line continues to the same journal", async () => {
  for (let lines = 0; lines < WHOLE.left.length; lines++) {
    const file = lineFile([], lines);
    await assert.rejects(searches(file), Killed);
    const resumed = lineFile(file.left);
    const { trials, calls } = await searches(resumed);
    assert.deepEqual(resumed.left, WHOLE.left, `killed after ${lines} lines`);
    assert.deepEqual(trials, UNDISTURBED.trials);
    const finished = file.left.filter((line) => /"state":[123]/.test(line)).length;
    assert.equal(calls, UNDISTURBED.calls - finished);
  }
});

Deno.test("a search killed repeatedly continues to the same journal", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(60), { maxLength: 5 }), async (kills) => {
      let left: string[] = [];
      for (const linesToLive of kills) {
        const file = lineFile(left, linesToLive);
        await searches(file).catch((error) => assert(error instanceof Killed));
        left = file.left;
      }
      const file = lineFile(left);
      await searches(file);
      assert.deepEqual(file.left, WHOLE.left);
    }),
    { seed: 1, numRuns: 20 },
  );
});

Deno.test("a journal of another search is cut at the first difference", async () => {
  const other = lineFile();
  const { trials } = await searches(other, { seed: 0, learns_from: "other rows" });
  assert.deepEqual(trials, UNDISTURBED.trials);
  const file = lineFile(other.left);
  assert.equal((await searches(file)).calls, UNDISTURBED.calls);
  assert.deepEqual(file.left, WHOLE.left);

  const changed = WHOLE.left.map((line, i) => i === 40 ? line.replace("trial_id", "trial") : line);
  const repaired = lineFile(changed);
  await searches(repaired);
  assert.deepEqual(repaired.left, WHOLE.left);
});

Deno.test("an incomplete last line is ignored, an incomplete line before others is an error", () => {
  const text = WHOLE.left.map((line) => `${line}\n`).join("");
  const whole = readJournal(text);
  for (let cut = 1; cut < 300; cut++) {
    const studies = readJournal(text.slice(0, -cut));
    assert.equal(studies.length, 2);
    assert.equal(studies[0]!.trials.length, 14);
  }
  assert.deepEqual(readJournal(text + '{"op_code":4,"worker_id"'), whole);
  assert.deepEqual(readJournal(text + '{"op_code":4,"worker_id"\n'), whole);
  assert.throws(() => readJournal('{"op_code":0,\n' + text), SyntaxError);
});

Deno.test("readJournal() reads Python's NaN and Infinity, and ignores what Optuna ignores", () => {
  const line = (operation: Record<string, unknown>) =>
    JSON.stringify({ worker_id: "w", ...operation }) + "\n";
  const [study] = readJournal(
    line({ op_code: 0, study_name: "a", directions: [1] }) +
      line({ op_code: 0, study_name: "gone", directions: [2] }) +
      line({ op_code: 0, study_name: "a", directions: [2] }) +
      line({ op_code: 1, study_id: 1 }) +
      line({ op_code: 3, study_id: 0, system_attr: { hidden: 1 } }) +
      line({ op_code: 4, study_id: 0, datetime_start: "2024-01-01T00:00:00.000000+00:00" }) +
      line({ op_code: 4, study_id: 7, datetime_start: null }) +
      '{"op_code":7,"worker_id":"w","trial_id":0,"step":1,"intermediate_value":-Infinity}\n' +
      '{"op_code":8,"worker_id":"w","trial_id":0,"user_attr":{"say":"NaN, \\"Infinity\\""}}\n' +
      '{"op_code":7,"worker_id":"w","trial_id":0,"step":0,"intermediate_value":NaN}\n' +
      line({ op_code: 9, trial_id: 0, system_attr: { hidden: 1 } }) +
      line({ op_code: 6, trial_id: 0, state: 3, values: null, datetime_complete: "later" }) +
      line({ op_code: 6, trial_id: 0, state: 1, values: [2], datetime_complete: "too late" }) +
      line({ op_code: 10, study_id: 0, trial_ids: [0] }),
  );
  assert.deepEqual(study, {
    name: "a",
    direction: "minimize",
    attributes: {},
    trials: [{
      number: 0,
      state: "failed",
      settings: {},
      value: null,
      reported: [{ step: 0, value: null }, { step: 1, value: -Infinity }],
      attributes: { say: 'NaN, "Infinity"' },
      space: {},
      started: "2024-01-01T00:00:00.000000+00:00",
      ended: "later",
    }],
  });
});

Deno.test("readJournal() reads a trial that Optuna created as complete", () => {
  const [study] = readJournal(
    [
      { op_code: 0, study_name: "a", directions: [2] },
      { op_code: 4, study_id: 0, datetime_start: "s", state: 1, values: [0.5] },
      { op_code: 4, study_id: 0, datetime_start: "s", state: 1, value: 0.25 },
    ].map((operation) => JSON.stringify({ worker_id: "w", ...operation }) + "\n").join(""),
  );
  assert.deepEqual(study!.trials.map(({ value }) => value), [0.5, 0.25]);
});
