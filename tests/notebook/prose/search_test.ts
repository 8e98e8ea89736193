import assert from "node:assert/strict";
import { searchProse } from "../../../lib/notebook/prose/search.ts";

const trial = (number: number, value: number | null, state = "complete") => ({
  number,
  state,
  value,
});

/** Results of a search of boosting alone. */
const searched = (trials: ReturnType<typeof trial>[], best_trial: number) => ({
  search: { model: "gradient_boosting", trials, best_trial },
  validation: { weeks: ["2024-W41"] },
  alternatives: [],
});

Deno.test("searchProse() says what the search gained and whether settings matter", () => {
  assert.match(
    searchProse(searched([trial(0, 0.6)], 0)),
    /One setting of the gradient boosting was/,
  );
  const close = searchProse(
    searched([trial(0, 0.6), trial(1, 0.61), trial(2, 0.5, "pruned")], 1),
  );
  assert.match(
    close,
    /^3 settings of the \*\*gradient boosting\*\* were tried, 1 of them pruned\. The best is trial 2 with average precision 0\.610 in 2024-W41/,
  );
  assert.match(close, /0\.010 above the settings.*within 0\.010: settings matter little/);
  const wide = searchProse(searched([trial(0, 0.6), trial(1, 0.5)], 0));
  assert.match(
    wide,
    /were tried\. The best is trial 1 .* which has the settings that .*settings matter, so more trials/,
  );
  // two weeks of purchases do not tell 0.6 from 0.6015
  assert.match(
    searchProse(searched([trial(0, 0.6), trial(1, 0.6015)], 1)),
    /not measurably better/,
  );
});

Deno.test("searchProse() says where the trials of the other kinds are", () => {
  const boosting = searched([trial(0, 0.6), trial(1, 0.5)], 0);
  const forest = { model: "random_forest", trials: [trial(0, 0.6), trial(1, 0.5)] };
  const alternatives = [{ search: boosting.search }, { search: forest }];
  assert.match(
    searchProse({ ...boosting, alternatives }),
    /\. The 2 trials of the random forest are in `training_results\.json`, under `alternatives`\.$/,
  );
  assert.doesNotMatch(
    searchProse({ ...boosting, alternatives: alternatives.slice(0, 1) }),
    /under/,
  );
});
