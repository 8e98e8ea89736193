/** What is said of the input data in English. */
export const DATA = {
  "data.duplicates":
    "{count, plural, =1 {# exact duplicate row} other {# exact duplicate rows}} of {table} dropped",
  "data.nulls":
    "{count, plural, =1 {# row} other {# rows}} of transacciones without {column} dropped",
  "data.unknownCustomers":
    "{count, plural, =1 {# row} other {# rows}} of customers not in clientes dropped",
  "data.unknownProducts":
    "{count, plural, =1 {# row} other {# rows}} of products not in productos dropped",
  "data.withoutId": "{count, plural, =1 {# row} other {# rows}} of {table} without an id dropped",
  "data.withoutValue":
    "{count, plural, =1 {# row} other {# rows}} of {table} without {column}, kept with a missing value",
  "data.emptyColumn":
    "{table}.parquet, column {column}: no value in any row; left out of the features",
  "data.incompleteWeek":
    "{count, plural, =1 {# transaction} other {# transactions}} of the incomplete week {week} ignored",
  "data.emptyWeeks":
    "{count, plural, =1 {# week} other {# weeks}} without purchases, left out of training: {weeks}",
  "data.gaps":
    "column purchase_date of transacciones: {empty, number} of {weeks, number} weeks since {date} have no purchase: are dates wrong, or weeks missing?",
  "data.tooOld":
    "the data end on {date}, {days, number} days ago, and more than {limit, plural, =1 {# day is} other {# days are}} too old (--max-data-age): look for a newer export",
  "data.zone":
    "purchase_date has instants in {zone}; days are counted in UTC because --time-zone is not given (give {known, select, yes {--time-zone {advised}} other {the zone of the {nouns}}}, or UTC)",
  "data.midnights":
    "every purchase_date is at {times} UTC, midnight in {zones}; days are counted in UTC because --time-zone is not given (give --time-zone {zone}, or UTC)",
  "data.memory_limit": "about {needs, number} GiB of the {limit, number} GiB of --memory-limit",
  "data.memory": "about {needs, number} GiB of the {machine, number} GiB that this machine has",
};
