/** The columns and kinds of lines of `visitas.csv` in English. */
export const VISITS = {
  "visits.week": "week",
  "visits.shop": "{noun}",
  "visits.line": "line",
  "visits.product": "product",
  "visits.name": "name",
  "visits.probability": "probability",
  "visits.quantity": "quantity",
  "visits.reason": "reason",
  "visits.since": "weeks since",
  "visits.every": "weeks between (last 12)",
  "visits.line.list": "list",
  "visits.line.offer": "new",
  "visits.line.stopped": "stopped",
  "visits.line.usual": "usual",
  "visits.line.overdue": "overdue",
};
