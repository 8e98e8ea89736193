/** The page of all runs in Spanish. */
export const RUNS = {
  "runs.title": "Ejecuciones semanales",
};
