/** The scheduled time of a tick: an hour after the first of the saved runs. */
export const DUE = new Date("2024-03-25T10:00:00Z");
