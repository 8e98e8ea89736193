/** What is said of the input data in Spanish. */
export const DATA = {
  "data.duplicates":
    "{count, plural, =1 {se descartó # fila duplicada} other {se descartaron # filas duplicadas}} de {table}",
  "data.nulls":
    "{count, plural, =1 {se descartó # fila} other {se descartaron # filas}} de transacciones sin {column}",
  "data.unknownCustomers":
    "{count, plural, =1 {se descartó # fila} other {se descartaron # filas}} de clientes que no están en clientes",
  "data.unknownProducts":
    "{count, plural, =1 {se descartó # fila} other {se descartaron # filas}} de productos que no están en productos",
  "data.withoutId":
    "{count, plural, =1 {se descartó # fila} other {se descartaron # filas}} de {table} sin id",
  "data.withoutValue":
    "{count, plural, =1 {# fila de {table} sin {column}; se conserva} other {# filas de {table} sin {column}; se conservan}} con el valor vacío",
  "data.emptyColumn":
    "{table}.parquet, columna {column}: ninguna fila tiene valor; no se usa como variable",
  "data.incompleteWeek":
    "{count, plural, =1 {no se usó # transacción} other {no se usaron # transacciones}} de la semana incompleta {week}",
  "data.emptyWeeks":
    "{count, plural, =1 {# semana sin compras, excluida} other {# semanas sin compras, excluidas}} del entrenamiento: {weeks}",
  "data.gaps":
    "columna purchase_date de transacciones: {empty, number} de {weeks, number} semanas desde el {date} no tienen compras: ¿hay fechas equivocadas o faltan semanas?",
  "data.tooOld":
    "los datos terminan el {date}, hace {days, number} días; con más de {limit, plural, =1 {# día} other {# días}} se consideran demasiado antiguos (--max-data-age): busque una exportación más reciente",
  "data.zone":
    "purchase_date tiene instantes en {zone}; los días se cuentan en UTC porque no se indicó --time-zone (indique {known, select, yes {--time-zone {advised}} other {la zona de {nounGender, select, feminine {las} other {los}} {nouns}}}, o UTC)",
  "data.midnights":
    "todas las horas de purchase_date son las {times} UTC, medianoche en {zones}; los días se cuentan en UTC porque no se indicó --time-zone (indique --time-zone {zone}, o UTC)",
  "data.memory_limit": "cerca de {needs, number} GiB de los {limit, number} GiB de --memory-limit",
  "data.memory": "cerca de {needs, number} GiB de los {machine, number} GiB que tiene esta máquina",
};
