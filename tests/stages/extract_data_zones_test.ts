import assert from "node:assert/strict";
import pl from "nodejs-polars";
import { english } from "../../lib/language/english.ts";
import { extractData } from "../../lib/stages/extract_data.ts";
import { DAY_MS } from "../../lib/table/time/week.ts";
import { date, spoil, tables, today } from "./small_tables.ts";

const { transacciones } = tables;
const sound = extractData(tables, { today });

/** The purchases at the given time of their local day in a zone, as a file in a zone has them. */
function instants(zone: string, { stored = zone, hour = 0 } = {}): pl.DataFrame {
  const days = transacciones.getColumn("purchase_date").cast(pl.Date).cast(pl.Int32)
    .cast(pl.Float64).toTypedArray() as Float64Array;
  const known = new Map<number, number>();
  const microseconds = days.map((day) => {
    let instant = known.get(day);
    if (instant === undefined) {
      const local = Temporal.Instant.fromEpochMilliseconds(day * DAY_MS).toZonedDateTimeISO("UTC")
        .toPlainDate().toZonedDateTime({ timeZone: zone, plainTime: { hour } });
      known.set(day, instant = local.epochMilliseconds * 1000);
    }
    return instant;
  });
  const column = pl.DataFrame([pl.Series("purchase_date", microseconds as never)])
    .select(pl.col("purchase_date").cast(pl.Int64).cast(pl.Datetime("us", stored)))
    .getColumn("purchase_date");
  return transacciones.withColumns(column);
}

for (
  const zone of [
    "Europe/Madrid",
    "Pacific/Auckland",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "America/Los_Angeles",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
  ]
) {
  Deno.test(`extractData() counts local days in ${zone}, for any time zone of the file`, () => {
    for (const stored of [zone, "UTC"]) {
      for (const hour of [0, 23]) {
        const changed = { ...tables, transacciones: instants(zone, { stored, hour }) };
        const { sales, warnings } = extractData(changed, { today, timeZone: zone });
        assert.deepEqual(sales, sound.sales);
        assert.deepEqual(warnings, sound.warnings);
      }
    }
  });
}

Deno.test("extractData() keeps the days of dates and of times without a zone in every zone", () => {
  const days = {
    ...tables,
    transacciones: transacciones.withColumns(pl.col("purchase_date").cast(pl.Date)),
  };
  for (const timeZone of ["Pacific/Kiritimati", "Pacific/Pago_Pago", null]) {
    // today is another day there
    const { ageDays } = sound;
    assert.deepEqual({ ...extractData(tables, { today, timeZone }), ageDays }, sound);
    assert.deepEqual(extractData(days, { today, timeZone }).sales, sound.sales);
  }
});

const zoneWarnings = (frame: pl.DataFrame, timeZone?: string | null) =>
  extractData({ ...tables, transacciones: frame }, { today, timeZone }).warnings
    .map(english).filter((text) => text.includes("purchase_date"));

Deno.test("extractData() names both zones if the file has one and none is given", () => {
  const madrid = instants("Europe/Madrid", { hour: 12 });
  assert.deepEqual(zoneWarnings(madrid), [
    "purchase_date has instants in Europe/Madrid; days are counted in UTC because --time-zone " +
    "is not given (give --time-zone Europe/Madrid, or UTC)",
  ]);
  assert.deepEqual(zoneWarnings(madrid, "UTC"), []);
  assert.deepEqual(zoneWarnings(madrid, "Europe/Madrid"), []);
});

Deno.test("extractData() suspects local days behind instants in UTC that are never at 00:00", () => {
  const madrid = instants("Europe/Madrid", { stored: "UTC" });
  assert.deepEqual(zoneWarnings(madrid), [
    "every purchase_date is at 23:00 UTC, midnight in Europe/Madrid; days are counted in UTC " +
    "because --time-zone is not given (give --time-zone Europe/Madrid, or UTC)",
  ]);
  const [kolkata] = zoneWarnings(instants("Asia/Kolkata", { stored: "UTC" }));
  assert.match(kolkata!, /^every purchase_date is at 18:30 UTC, midnight in Asia\/Kolkata; /);
  assert.deepEqual(zoneWarnings(instants("UTC")), [], "midnights in UTC are days");
  assert.deepEqual(zoneWarnings(instants("UTC", { hour: 12 })), [], "noon stands for a day");
  const mixed = instants("Europe/Madrid", { stored: "UTC" });
  const noon = date("2024-01-15T12:34:56").cast(pl.Datetime("us", "UTC"));
  assert.deepEqual(zoneWarnings(spoil(mixed, "purchase_date", noon, 9)), [], "times differ");
});

Deno.test("extractData() uses today's date in the zone: this morning in Auckland is not tomorrow", () => {
  const now = new Date("2024-03-03T20:30Z"); // 09:30 on Monday, 4 March in Auckland
  const morning = spoil(transacciones, "purchase_date", date("2024-03-04T09:00"));
  const read = (timeZone: string | null) =>
    extractData({ ...tables, transacciones: morning }, { today: now, timeZone });
  assert.equal(read("Pacific/Auckland").quality.transacciones.later_rows_ignored, 3);
  assert.throws(
    () => read(null),
    /no date after today, 2024-03-03, found 3 rows .* such as 2024-03-04; .*give --time-zone/,
  );
  assert.throws(
    () => read("America/Lima"),
    /no date after today, 2024-03-03 in America\/Lima, found 3 rows/,
  );
  const instant = date("2024-03-03T20:00").cast(pl.Datetime("us", "UTC"));
  const zoned = spoil(instants("Pacific/Auckland", { stored: "UTC" }), "purchase_date", instant);
  const { warnings } = extractData({ ...tables, transacciones: zoned }, {
    today: now,
    timeZone: "Pacific/Auckland",
  });
  assert(
    warnings.some((said) => english(said).includes("of the incomplete week 2024-W10 ignored")),
  );
});

Deno.test("extractData() keeps two lines of a repeated hour apart", () => {
  const twice = (instant: string) => date(instant).cast(pl.Datetime("us", "UTC"));
  const later = new Date("2024-11-10");
  const frame = instants("Europe/Madrid", { stored: "UTC" });
  const at = (instant: string) => frame.head(1).withColumns(twice(instant).alias("purchase_date"));
  const pair = pl.concat([frame, at("2024-10-27T00:30"), at("2024-10-27T01:30")]);
  const { quality } = extractData({ ...tables, transacciones: pair }, {
    today: later,
    timeZone: "Europe/Madrid",
  });
  assert.equal(
    quality.transacciones.duplicate_rows_dropped,
    sound.quality.transacciones.duplicate_rows_dropped,
  );
});
