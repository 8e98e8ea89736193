/** The columns and kinds of lines of `visitas.csv` in Spanish. */
export const VISITS = {
  "visits.week": "semana",
  "visits.shop": "{noun}",
  "visits.line": "línea",
  "visits.product": "producto",
  "visits.name": "nombre",
  "visits.probability": "probabilidad",
  "visits.quantity": "cantidad",
  "visits.reason": "motivo",
  "visits.since": "semanas desde la última",
  "visits.every": "semanas entre compras (últimas 12)",
  "visits.line.list": "lista",
  "visits.line.offer": "nuevo",
  "visits.line.stopped": "dejó de comprar",
  "visits.line.usual": "habitual",
  "visits.line.overdue": "sin pedido",
};
