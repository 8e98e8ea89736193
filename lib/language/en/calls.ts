/** The call list in English. */
export const CALLS = {
  "reason.steady": "buys it almost every week ({weeks} of the last {of})",
};
