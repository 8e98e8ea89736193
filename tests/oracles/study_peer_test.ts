import assert from "node:assert/strict";
import { openLineFile } from "../../lib/dag/runs/line_file.ts";
import { distributionJson } from "../../lib/tuning/distribution_json.ts";
import { medianPruner } from "../../lib/tuning/median_pruner.ts";
import { parameterImportances } from "../../lib/tuning/parameter_importances.ts";
import { type JournalStudy, readJournal } from "../../lib/tuning/read_journal.ts";
import type { SearchSpace } from "../../lib/tuning/search_space.ts";
import { optimize, TrialPruned } from "../../lib/tuning/study.ts";
import { studyJournal } from "../../lib/tuning/study_journal.ts";
import { tpeSampler } from "../../lib/tuning/tpe_sampler.ts";
import { askPython, PYTHON } from "./ask_python.ts";

const SPACE: SearchSpace = {
  depth: { kind: "int", low: 2, high: 9 },
  leaf: { kind: "int", low: 1, high: 200, log: true },
  share: { kind: "float", low: 0.1, high: 1, log: true },
  part: { kind: "float", low: 0, high: 1, step: 0.25 },
  kind: { kind: "choice", values: ["gini", "entropy"] },
};
const FIRST = { depth: 4, leaf: 20, share: 0.5, part: 0.5, kind: "gini" };

/** Writes two of our studies to one file, with completed, pruned and failed trials. */
async function writeJournal(path: string) {
  const journal = studyJournal(openLineFile(path), {
    start: new Date("2024-11-25T00:00:00Z"),
    attributes: { seed: 0, learns_from: { "train.parquet": "0a" } },
  });
  for (const name of ["forest", "boosting"]) {
    await optimize(SPACE, ({ depth, share }, { number, report, shouldPrune, note }) => {
      const value = -Math.abs(Number(depth) - 5) - Number(share);
      note("trees", 10 + number);
      report(value);
      if (number === 3) return Promise.resolve(NaN);
      if (shouldPrune()) throw new TrialPruned();
      report(value + 0.5);
      return Promise.resolve(value + 0.5);
    }, {
      trials: 30,
      sampler: tpeSampler({ seed: 1 }),
      pruner: medianPruner(),
      first: FIRST,
      record: journal({ name, space: SPACE, attributes: { validation_weeks: ["2024-W44"] } }),
    });
  }
}

/** The studies in the form in which study_peer_answers.py returns them. */
function asOptuna(studies: JournalStudy[]) {
  return studies.map(({ trials, ...study }) => ({
    ...study,
    trials: trials.map(({ space, started: _, ended: __, ...trial }) => ({
      ...trial,
      distributions: Object.fromEntries(
        Object.entries(space).map(([name, range]) => [name, distributionJson(name, range)]),
      ),
    })),
  }));
}

/** The studies after a round trip through JSON, which has no infinities. */
// deno-lint-ignore no-explicit-any -- trials as JSON has them
function comparable(studies: any): any {
  const own = ["fixed", "seconds"];
  return JSON.parse(JSON.stringify(studies, (key, value) => own.includes(key) ? undefined : value));
}

// deno-lint-ignore no-explicit-any -- each question has its own type of answer
async function ask(what: string, ...given: unknown[]): Promise<any> {
  const [answer] = await askPython("study_peer_answers.py", [{ ask: what, arguments: given }]);
  return answer;
}

Deno.test({
  name: "our studies and Optuna's read and continue each other's journals",
  ignore: !PYTHON,
  async fn(t) {
    const path = await Deno.makeTempFile({ suffix: ".journal" });
    const read = async () => readJournal(await Deno.readTextFile(path));
    try {
      await writeJournal(path);
      await t.step("optuna.load_study returns our trials as we recorded them", async () => {
        const found = await ask("load", path);
        assert.deepEqual(comparable(found), comparable(asOptuna(await read())));
        const states = found[0].trials.map(({ state }: { state: string }) => state);
        assert.deepEqual([...new Set(states)].sort(), ["complete", "failed", "pruned"]);
        assert.deepEqual(found[0].trials[0].fixed, FIRST);
        assert.equal(found[0].trials[1].seconds, 1);
      });
      await t.step("Optuna's importances of our studies equal ours", async () => {
        const studies = await read();
        assert.equal(studies.length, 2);
        for (const { name, trials } of studies) {
          const ours = parameterImportances(SPACE, trials);
          const theirs: Record<string, number> = await ask("importances", path, name);
          assert.deepEqual(ours.map(({ name }) => name).sort(), Object.keys(theirs).sort());
          for (const { name, share } of ours) {
            assert(Math.abs(share - theirs[name]!) < 1e-9, `${name}: ${share}, ${theirs[name]}`);
          }
        }
      });
      await t.step("Optuna continues our study, and we read its trials", async () => {
        const found = await ask("continue_study", path, "forest", 8);
        const studies = await read();
        assert.equal(studies[0]!.trials.length, 38);
        assert.deepEqual(comparable(found), comparable(asOptuna(studies)));
      });
      await t.step(
        "we read a study written by Optuna alone, with values that only Python writes",
        async () => {
          await Deno.remove(path);
          const found = await ask("continue_study", path, "theirs", 20);
          const studies = await read();
          assert.equal(studies[0]!.trials.length, 20);
          assert.equal(studies[0]!.trials[3]!.reported[0]!.value, -Infinity);
          assert.deepEqual(comparable(found), comparable(asOptuna(studies)));
        },
      );
      await t.step("Optuna reads our journal when its last line is incomplete", async () => {
        await Deno.remove(path);
        await writeJournal(path);
        const text = await Deno.readTextFile(path);
        await Deno.writeTextFile(path, text.slice(0, -10));
        const found = await ask("load", path);
        assert.equal(found[1].trials.at(-1).state, "running");
        assert.equal((await read())[1]!.trials.at(-1)!.state, "running");
      });
    } finally {
      await Deno.remove(path);
    }
  },
});
