import type { ColumnTable } from "../../table/column_table.ts";
import type { PurchaseMix } from "./category_shares.ts";
import type { Windows } from "./usual_move.ts";

/** Week indices, both ends included. */
export interface WeekRange {
  from: number;
  to: number;
}

/** The purchases of all complete weeks, and which of them are compared. */
export interface WeeklyShares {
  mix: PurchaseMix;
  /** The weeks that the model in use was trained on. */
  reference: WeekRange;
  /** The weeks since, usually the last complete one. */
  recent: WeekRange;
  /** Purchases from the user that replace those of the reference weeks. */
  given?: ColumnTable | undefined;
}

/** The compared weeks as positions in the weekly series. */
export function windowsOf({ mix, reference, recent }: WeeklyShares): Windows {
  const windows = { reference: positions(mix, reference), recent: positions(mix, recent) };
  if (windows.recent.from <= windows.reference.to) {
    throw new RangeError(`recent weeks must follow the reference: ${recent.from}, ${reference.to}`);
  }
  return windows;
}

function positions({ weeks }: PurchaseMix, { from, to }: WeekRange) {
  const span = { from: weeks.indexOf(from), to: weeks.indexOf(to) };
  if (span.from < 0 || span.to < span.from) {
    throw new RangeError(`weeks ${from} to ${to} are not within ${weeks[0]} to ${weeks.at(-1)}`);
  }
  return span;
}
