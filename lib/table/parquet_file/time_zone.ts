import pl from "nodejs-polars";

/** Fixed offsets of parts of an hour, and a zone that has kept them since 1970. */
const PARTS_OF_AN_HOUR: Record<string, string> = {
  "+04:30": "Asia/Kabul",
  "+05:30": "Asia/Kolkata",
  "+08:45": "Australia/Eucla",
  "+09:30": "Australia/Darwin",
  "-09:30": "Pacific/Marquesas",
};

/** A column of a frame; times in the time zone that was noted for them, if polars knows it. */
export function zoned(frame: pl.DataFrame, name: string, zone: string | undefined): pl.Series {
  const series = frame.getColumn(name);
  if (zone === undefined || series.dtype.variant !== "Datetime") return series;
  const [unit] = series.dtype.inner as unknown as ["ms" | "us" | "ns"];
  try {
    return frame.select(pl.col(name).cast(pl.Datetime(unit, namedZone(zone)))).getColumn(name);
  } catch {
    return series; // in UTC
  }
}

/** `Etc/GMT` zones count the other way round: `+05:00` is `Etc/GMT-5`. */
function namedZone(zone: string): string {
  const whole = /^([+-])(\d\d):?00$/.exec(zone);
  if (!whole) return PARTS_OF_AN_HOUR[zone] ?? zone;
  return `Etc/GMT${whole[1] === "+" ? "-" : "+"}${Number(whole[2])}`;
}
