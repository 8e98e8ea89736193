/** The terminal's summary of a run in English. */
export const SUMMARY = {
  "summary.drift": "drift",
};
