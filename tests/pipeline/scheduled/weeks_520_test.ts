import assert from "node:assert/strict";
import type { CatchUp } from "../../../lib/dag/schedule/decide.ts";
import { weekOf } from "../../../lib/pipeline/scheduled/reason_to_wait.ts";
import { random } from "../../../lib/stats/random.ts";
import { DAY, FakeWorld, HOUR, MINUTE } from "./fake_world.ts";

const CALM_EVERY = 13;
const WEEKS = 520, START = Date.parse("2020-01-06T00:00Z");
const CALM = { fail: 0, kill: 0, hold: 0, busy: 0 };
const ROUGH = { fail: 0.15, kill: 0.2, hold: 0.1, busy: 0.1 };

/** Something that happens at a true time. */
interface Incident {
  at: number;
  happen: () => void;
}

/** What happens in one week: the file of the week, and troubles unless the week is calm. */
function incidentsOf(week: number, world: FakeWorld, zone: string, calm: boolean): Incident[] {
  const { chance } = world, monday = START + week * 7 * DAY;
  const next = weekOf(new Date(monday + 3 * DAY), zone);
  const deliver = (valid: boolean) => () => {
    world.file = { version: world.file.version + 1, next, valid };
  };
  const ordinary = { at: monday - 20 * HOUR, happen: deliver(true) };
  const begin = {
    at: monday - 21 * HOUR,
    happen: () => {
      world.troubles = calm ? CALM : ROUGH;
      if (calm) world.clockError = 0;
    },
  };
  if (calm) return [begin, ordinary];

  const incidents = [begin], luck = chance.uniform(), somewhen = () => chance.below(7 * 24) * HOUR;
  if (luck < 0.4) incidents.push(ordinary);
  else if (luck < 0.7) incidents.push({ at: monday + somewhen(), happen: deliver(true) }); // late
  else if (luck < 0.8) {
    incidents.push({ ...ordinary, happen: deliver(false) });
    incidents.push({ at: monday + somewhen(), happen: deliver(true) });
  } // else missing: the next one has its weeks too
  if (chance.uniform() < 0.3) { // the same file again, or corrected
    incidents.push({ at: monday + somewhen(), happen: () => void world.file.version++ });
  }
  if (chance.uniform() < 0.3) {
    incidents.push({
      at: monday + somewhen(),
      happen: () => world.restart(),
    });
  }
  if (chance.uniform() < 0.1) {
    incidents.push({
      at: monday + somewhen(),
      happen: () => world.runByHand(),
    });
  }
  // a clock that is ahead by weeks may do early what is due in a calm week
  if (week % CALM_EVERY < CALM_EVERY - 2 && chance.uniform() < 0.3) {
    const size = [10 * MINUTE, 5 * HOUR, 8 * DAY, 3 * 365 * DAY][chance.below(4)]!;
    const error = chance.uniform() < 0.5 ? size : -size, at = monday + somewhen();
    incidents.push({ at, happen: () => void (world.clockError = error) });
    incidents.push({
      at: at + chance.below(3 * 24) * HOUR,
      happen: () => void (world.clockError = 0),
    });
  }
  return incidents;
}

async function tenYears(seed: number, given: { zone: string; catchUp: CatchUp }) {
  const chance = random(520, seed);
  const world = new FakeWorld(new Date(START - DAY).toISOString(), chance, given);
  // weeks in which nothing went wrong, and no run of the week before was still at work
  const calm = new Set<number>();
  let asleepUntil = -Infinity;
  const calmDown = (week: number) => () => {
    asleepUntil = -Infinity;
    if (world.trueTime > START + week * 7 * DAY) calm.delete(week);
  };
  const incidents = Array.from({ length: WEEKS }, (_, week) => {
    const isCalm = week % CALM_EVERY === 0 || week >= WEEKS - 3;
    if (isCalm) calm.add(week);
    const others = incidentsOf(week, world, given.zone, isCalm);
    const at = START + week * 7 * DAY - 21 * HOUR;
    return isCalm ? [{ at, happen: calmDown(week) }, ...others] : others;
  }).flat().sort((a, b) => a.at - b.at);

  const end = START + WEEKS * 7 * DAY;
  let wakeAt = world.trueTime;
  while (world.trueTime < end) {
    const next = Math.min(incidents[0]?.at ?? end, Math.max(wakeAt, asleepUntil));
    world.trueTime = Math.max(world.trueTime, next);
    while (incidents[0] && incidents[0].at <= world.trueTime) {
      incidents.shift()!.happen();
      wakeAt = world.trueTime; // Deno.cron wakes it every minute
    }
    if (world.trueTime < Math.max(wakeAt, asleepUntil)) continue;
    const until = await world.wake();
    // woken again within the minute after; a machine may sleep through it
    wakeAt = Math.max(world.trueTime + MINUTE, (until ?? 0) + chance.below(60) * 1000);
    if (until === undefined) {
      asleepUntil = world.trueTime + chance.below(chance.uniform() < 0.1 ? 30 * 24 : 3) * HOUR;
      world.restart();
    }
  }
  return { world, calm };
}

const CASES: [zone: string, catchUp: CatchUp, seed: number][] = [
  ["UTC", "all", 1],
  ["Europe/Madrid", "all", 2],
  ["Pacific/Auckland", "all", 3],
  ["America/New_York", "latest", 4],
  ["Europe/Madrid", "latest", 5],
  ["Asia/Kolkata", "none", 6],
];

for (const [zone, catchUp, seed] of CASES) {
  Deno.test(`520 weeks of trouble in ${zone} with --catch-up ${catchUp}: no week twice, none out of order`, async () => {
    const { world, calm } = await tenYears(seed, { zone, catchUp });
    const { forecasts, byHand, counts } = world;
    for (let i = 1; i < forecasts.length; i++) {
      assert.ok(forecasts[i]! > forecasts[i - 1]!, `${forecasts[i]} after ${forecasts[i - 1]}`);
    }
    const first = weekOf(new Date(START + 3 * DAY), zone);
    const made = new Set([...forecasts, ...byHand]);
    const missing = Array.from({ length: WEEKS }, (_, i) => i).filter((i) => !made.has(first + i));
    if (catchUp === "all") assert.deepEqual(missing, []);
    else assert.deepEqual(missing.filter((week) => calm.has(week)), []);
    console.log(
      `${forecasts.length} forecasts, ${byHand.length} by hand, ${JSON.stringify(counts)}`,
    );
    for (const [what, count] of Object.entries(counts)) assert.ok(count > 10, `${count} ${what}`);
  });
}
