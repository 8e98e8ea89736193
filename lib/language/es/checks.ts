/**
 * Checks of a model and of its forecast, in Spanish. What was found and expected comes first, up to
 * a semicolon: lists show no more.
 */
export const CHECKS = {
  "check.invalid":
    "De {pairs, number} pares, {invalid, number} no tienen una probabilidad entre 0 y 1; el modelo o sus variables están dañados: entrene uno nuevo con --force-train.",
  "check.constant":
    "{tied, number} pares comparten la probabilidad más alta; las probabilidades deberían distinguir unos pares de otros: el modelo no ha aprendido nada; revise las cantidades de las semanas incluidas.",
  "check.empty":
    "Ningún par supera el umbral de {threshold, number, ::.000}; se esperaba una lista de compras probables para {week}: el modelo apenas espera compras, o el umbral es demasiado alto; revise las cantidades de las últimas semanas y --decision-threshold.",
  "check.hardlyBought":
    "Hubo {found, number} compras en {week} y se esperaban unas {usual, number}; es la última semana completa, con {lines, number} líneas de pedido: la mayoría son devoluciones o ceros, o faltan líneas; revise la columna items.",
  "check.total":
    "Se prevén {found, number} compras en {week}, y se esperaban de {low, number} a {high, number}; es decir, la mediana de las últimas {weeks, number} semanas, {usual, number}, dividida y multiplicada por {factor, number}: las últimas semanas están incompletas o duplicadas, o el modelo se equivoca; compare sus compras con las cifras de su empresa.",
  "check.noBetter":
    "La precisión media fue {found, number, ::.000} y se esperaba al menos {least, number, ::.000}; se midió {where}, y el mínimo es la de la regla simple «{baseline}»: el modelo no aporta nada; busque variables que hayan cambiado, o entrene más tiempo con --n-trials.",
  "check.worse":
    "La precisión media fue {found, number, ::.000} y se esperaba al menos {least, number, ::.000}; se midió {where}, y el mínimo es el {share, number}\u00a0% de la del modelo en uso, {before, number, ::.000} (ejecución {run}): las últimas semanas o el entrenamiento están mal; compare estas semanas con las anteriores.",
  "check.onTest": "en {count, plural, =1 {la semana} other {las semanas}} de prueba {weeks}",
  "check.inWeek": "en {week}, semana para la que se publicó",
  "check.backRun":
    "previsión de una semana pasada: prevé {week}, y los datos llegan hasta {newest}",
  "training.leakage":
    "la precisión media de prueba en {weeks}, {found, number, ::.000}, es más alta de lo creíble (por encima de {limit, number}): busque una variable que contenga datos de la semana prevista",
  "training.mlForest":
    "ml-random-forest entrenó como máximo {trees, number} árboles con {rows, number} de las {all, number} filas: su tiempo crece más que el cuadrado de las filas",
  "contest.alone":
    "Se usa el modelo nuevo: el que estaba en uso aprendió de todas las semanas completas, hasta {week}, y no queda ninguna para comparar los dos.",
  "contest.promoted":
    "Se usa el modelo nuevo: {figures}; no es significativamente peor que el que estaba en uso.",
  "contest.kept":
    "El modelo en uso se mantiene, porque el nuevo es significativamente peor: {figures}.",
  "contest.figures":
    "precisión media {now, number, ::.000} frente a {before, number, ::.000} en {weeks}, una diferencia de {difference} (intervalo del 95\u00a0%: de {low} a {high})",
  "drift.fewWeeks":
    "el umbral {threshold} nunca puede dar la alarma con tan pocas semanas pasadas: con {permutations, number} permutaciones y {variables, number} variables ningún valor p ajustado es menor que {least, number}",
  "drift.neverAlarms":
    "el umbral {threshold} nunca puede dar la alarma: su límite son {limit, number, ::.0} movimientos habituales, y una categoría que desaparece por completo se mueve {reach, number, ::.0}; {rate}",
  "drift.hasNotAlarmed": "el umbral {threshold} nunca ha dado la alarma: {rate}",
  "drift.tooOften":
    "el umbral {threshold} da la alarma con demasiada frecuencia para ser útil: {rate}",
  "drift.rate": "la habría dado en {alarms, number} de {weeks, number} semanas pasadas",
  "drift.undecided":
    "no se pudo decidir si las compras cambiaron, con min_samples {samples, number}: {because}",
  "drift.scarce":
    "hay {what, select, purchases {muy pocas compras} other {muy pocos clientes}} para comparar: {reference, number} y {recent, number}, menos de {least, number}",
};
