/** The call list on the page of a run in Spanish. */
export const CALLS = {};
