import { type ColumnTable, sharedFloats } from "../../table/column_table.ts";
import { weekOfYear } from "../../table/time/week.ts";
import type { Pairs } from "../pairs/cross.ts";
import { CUSTOMER, customerFeatures } from "./customer.ts";
import { GROUP, groupFeatures } from "./group.ts";
import type { PurchaseHistory } from "./purchase_history.ts";
import { neighbourFeatures, NEIGHBOURS } from "./neighbours.ts";
import { ORDER_CALENDAR, orderCalendarFeatures } from "./order_calendar.ts";
import { PAIR, pairFeatures } from "./pair.ts";
import { PRODUCT, productFeatures } from "./product.ts";
import { PRODUCT_REGRESSION, productRegressionFeatures } from "./product_regression.ts";
import { VOLUME, volumeFeatures } from "./volume.ts";
import { type FeaturesOf, findRows, weekView } from "./week_view.ts";

/** A behavioural feature. */
export interface Feature {
  /** Name of the column. */
  name: string;
  /** The group of features that it belongs to. */
  group: string;
  /** Its meaning, in one sentence. */
  meaning: string;
}

const WEEK = { week_of_year: "ISO week of the year" } as const;

/**
 * Every behavioural feature, in the order of the columns. All meanings share these terms, w being
 * the week that is predicted:
 *
 * - A week with lag l is w − l. A pair is *bought* in a week if its net items, to a millionth, are
 *   above 0; a customer is *active* in a week in which any pair is bought; an *order* is a day with
 *   a line above 0.
 * - *Last n weeks* have lags 1 to n, or as far as the data reach back: shares and means are of
 *   those.
 * - A *decayed frequency* is Σ d^lag over the weeks bought over Σ d^lag over all weeks of the data.
 * - *Customers so far* have been active before w. Customers without a type form a separate type.
 * - *x over y* and a share of nothing are 0. *n average ones added* adds n to the denominator,
 *   and n times the share among all pairs or customers to the numerator.
 * - Products with identical attributes are a *group*.
 * - Weeks since and between what never happened are 999 and days 6,993, ranks and orders since 999,
 *   weekdays −1; all else is 0.
 *
 * `tests/features/behavioural/reference.ts` computes each from its sentence, row by row.
 */
export const FEATURES: Feature[] = [
  ...described("pair", PAIR),
  ...described("customer", CUSTOMER),
  ...described("product", PRODUCT),
  ...described("attribute group", GROUP),
  ...described("neighbours", NEIGHBOURS),
  ...described("neighbours", PRODUCT_REGRESSION),
  ...described("volume", VOLUME),
  ...described("calendar", ORDER_CALENDAR),
  ...described("calendar", WEEK),
];

/**
 * The behavioural features of pairs on the Monday of a week. Data of that week or later are not
 * read. The features of a pair do not depend on the other pairs: training rows, the forecast and
 * blocks of a large catalogue agree.
 *
 * What depends on the week alone is computed at once, and takes most of the time: .44 of .48 s for
 * 65,536 of the pairs of 15,000 customers.
 *
 * @param week week index.
 * @returns a function that returns numeric columns, in the order of `FEATURES`, one row per pair; no
 * value is missing.
 */
export function behaviouralFeatures(
  history: PurchaseHistory,
  week: number,
): (pairs: Pairs) => ColumnTable {
  const view = weekView(history, week);
  const parts: FeaturesOf<string>[] = [
    pairFeatures(view),
    customerFeatures(view),
    productFeatures(view),
    groupFeatures(view),
    neighbourFeatures(view),
    productRegressionFeatures(view),
    volumeFeatures(view),
    orderCalendarFeatures(view),
    ({ length }) => ({ week_of_year: sharedFloats(length).fill(weekOfYear(week)) }),
  ];
  return (pairs) => {
    const rows = findRows(view, pairs);
    const values: Record<string, Float32Array> = Object.assign({}, ...parts.map((of) => of(rows)));
    return {
      length: rows.length,
      columns: FEATURES.map(({ name }) => ({ kind: "numeric", name, values: values[name]! })),
    };
  };
}

function described(group: string, meanings: Record<string, string>): Feature[] {
  return Object.entries(meanings).map(([name, meaning]) => ({ name, group, meaning }));
}
