import type { RowKeys } from "../features/pairs/labelled_rows.ts";
import { numberGroups } from "../forest/boosting/number_groups.ts";
import type { Id, Ids } from "../table/ids.ts";

/**
 * Rows of one customer in one week, and of one product in one week: half of the features are the
 * same for all of them, which boosting uses to save time; see code_parts.ts.
 */
export function rowGroups({ week, customer, product }: RowKeys): Uint32Array[] {
  return [customer, product].map((ids) => {
    const places = numberIds(ids);
    const most = places.reduce((most, place) => Math.max(most, place), 0) + 1;
    return numberGroups(Float64Array.from(week, (of, row) => of * most + places[row]!));
  });
}

function numberIds(ids: Ids): Uint32Array {
  const numbers = new Map<Id, number>();
  return Uint32Array.from<Id>(ids, (id) => {
    const number = numbers.get(id) ?? numbers.size;
    numbers.set(id, number);
    return number;
  });
}
