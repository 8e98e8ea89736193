/** The call list on the page of a run in English. */
export const CALLS = {};
