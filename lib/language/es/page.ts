/** The first page of a run in Spanish. */
export const PAGE = {
  "page.what": "Qué hacer",
};
