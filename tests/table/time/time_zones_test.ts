import assert from "node:assert/strict";
import { COMMON_ZONES, nearTimeZone, parseTimeZone } from "../../../lib/table/time/time_zones.ts";

Deno.test("parseTimeZone() accepts IANA names in any case and returns their standard spelling", () => {
  const names = { "europe/madrid": "Europe/Madrid", " UTC ": "UTC", "utc": "UTC" };
  for (const [text, name] of Object.entries(names)) assert.equal(parseTimeZone(text), name);
  for (const name of [...COMMON_ZONES, "Asia/Calcutta", "America/Argentina/Buenos_Aires"]) {
    assert.equal(parseTimeZone(name), name);
  }
});

Deno.test("parseTimeZone() refuses cities, offsets and misspellings", () => {
  for (const text of ["Madrid", "+02:00", "UTC+2", "Europe/Madird", "local", "", "2"]) {
    assert.equal(parseTimeZone(text), undefined, text);
  }
});

Deno.test("nearTimeZone() finds a city, or a similar name", () => {
  assert.equal(nearTimeZone("Madrid"), "Europe/Madrid");
  assert.equal(nearTimeZone("new york"), "America/New_York");
  assert.equal(nearTimeZone("Europe/Madird"), "Europe/Madrid");
  assert.equal(nearTimeZone("America-Santiago"), "America/Santiago");
  assert.equal(nearTimeZone("?"), undefined);
});
