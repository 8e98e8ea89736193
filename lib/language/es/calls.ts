/** The call list in Spanish. */
export const CALLS = {
  "reason.steady": "lo compra casi todas las semanas ({weeks} de las últimas {of})",
};
