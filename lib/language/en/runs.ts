/** The page of all runs in English. */
export const RUNS = {
  "runs.title": "Weekly runs",
};
