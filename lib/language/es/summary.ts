/** The terminal's summary of a run in Spanish. */
export const SUMMARY = {
  "summary.drift": "deriva",
};
