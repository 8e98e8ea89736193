/** The first page of a run in English. */
export const PAGE = {
  "page.what": "What to do",
};
