import type { Series } from "./customer_rows.ts";

/** Weeks since something that never happened: more weeks than any data have. */
export const NEVER = 999;

/** Frequency and recency of each row of a series before a week. */
export interface Rhythm {
  /** Sum of d^lag over the weeks bought, lag 1 = last week, over the same sum for every week. */
  decay60: Float32Array;
  decay80: Float32Array;
  decay90: Float32Array;
  decay96: Float32Array;
  /** Weeks bought within the last 4, 8, 12, 26, and ever. */
  in4: Float32Array;
  in8: Float32Array;
  in12: Float32Array;
  in26: Float32Array;
  ever: Float32Array;
  /** Weeks since the last and the first event; `NEVER` without one. */
  since: Float32Array;
  age: Float32Array;
  /** Mean weeks between two events; `NEVER` with fewer than two. */
  interval: Float32Array;
  /** Weeks since the last event, over the mean gap including the open one; 0 without an event. */
  lateness: Float32Array;
  /** Bit l − 1 is set if there was an event l weeks ago. */
  lags: Uint32Array;
  /** End of each row's events before the week, in the series. */
  end: Int32Array;
}

/**
 * Frequency and recency of every row of a series of weeks. O(events before the week).
 *
 * @param week week index; events of that week or later are not read.
 * @param firstWeek first week with data: decayed sums are divided by the largest sum possible
 * since.
 */
export function rhythm(series: Series, week: number, firstWeek: number): Rhythm {
  const rows = series.start.length - 1;
  const column = (value = 0) => new Float32Array(rows).fill(value);
  const r: Rhythm = {
    decay60: column(),
    decay80: column(),
    decay90: column(),
    decay96: column(),
    in4: column(),
    in8: column(),
    in12: column(),
    in26: column(),
    ever: column(),
    since: column(NEVER),
    age: column(NEVER),
    interval: column(NEVER),
    lateness: column(),
    lags: new Uint32Array(rows),
    end: series.start.slice(0, rows),
  };
  const span = Math.max(1, week - firstWeek);
  const [weight60, weight80, weight90, weight96] = [0.6, 0.8, 0.9, 0.96].map((d) =>
    Float64Array.from({ length: span + 1 }, (_, lag) => d ** lag * (1 - d) / (d * (1 - d ** span)))
  ) as [Float64Array, Float64Array, Float64Array, Float64Array];

  for (let row = 0; row < rows; row++) {
    const start = series.start[row]!;
    const stop = series.start[row + 1]!;
    let d60 = 0, d80 = 0, d90 = 0, d96 = 0, lags = 0;
    let in4 = 0, in8 = 0, in12 = 0, in26 = 0;
    let end = start;
    for (; end < stop && series.at[end]! < week; end++) {
      const lag = week - series.at[end]!;
      d60 += weight60[lag]!;
      d80 += weight80[lag]!;
      d90 += weight90[lag]!;
      d96 += weight96[lag]!;
      if (lag <= 26) in26++;
      if (lag <= 12) in12++;
      if (lag <= 8) in8++;
      if (lag <= 4) in4++;
      if (lag <= 32) lags |= 1 << (lag - 1);
    }
    if (end === start) continue;
    const count = end - start;
    const since = week - series.at[end - 1]!;
    const age = week - series.at[start]!;
    r.decay60[row] = d60;
    r.decay80[row] = d80;
    r.decay90[row] = d90;
    r.decay96[row] = d96;
    r.in4[row] = in4;
    r.in8[row] = in8;
    r.in12[row] = in12;
    r.in26[row] = in26;
    r.ever[row] = count;
    r.since[row] = since;
    r.age[row] = age;
    if (count > 1) r.interval[row] = (age - since) / (count - 1);
    r.lateness[row] = since * count / age;
    r.lags[row] = lags >>> 0;
    r.end[row] = end;
  }
  return r;
}
