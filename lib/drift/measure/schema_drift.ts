import type { CategoricalColumn, ColumnTable } from "../../table/column_table.ts";
import type { Changed, InputShape, SchemaDrift } from "../describe/drift_report.ts";
import { compareIds, type Id, type Ids } from "../../table/ids.ts";
import type { WeekRange } from "./weekly_shares.ts";

/** Purchases with their week, customer id and product id. */
export interface WhoBoughtWhat {
  week: Int32Array;
  customer: Ids;
  product: Ids;
}

/** At most this many new or vanished ids are listed. */
const NAMED = 20;

const NOTHING = () => ({ new: { count: 0, first: [] }, vanished: { count: 0, first: [] } });

/** What appeared and what vanished since the model's training data; nothing is tested. */
export function schemaDrift(
  { reference, current, names, bought, weeks, shape, shapeBefore }: {
    reference: ColumnTable | null;
    current: ColumnTable;
    /** The compared variables. */
    names: string[];
    bought?: WhoBoughtWhat | undefined;
    weeks?: { reference: WeekRange; recent: WeekRange } | undefined;
    shape: InputShape;
    /** Of the run that trained the model in use. */
    shapeBefore?: InputShape | undefined;
  },
): SchemaDrift {
  const found: SchemaDrift = {
    new_variables: [],
    vanished_variables: [],
    categories: [],
    products: bought && weeks ? changedIds(bought.product, bought.week, weeks, "any") : NOTHING(),
    customers: bought && weeks
      ? changedIds(bought.customer, bought.week, weeks, "every")
      : NOTHING(),
    columns: shapeBefore ? changedColumns(shapeBefore, shape) : [],
    nulls: shapeBefore ? changedNulls(shapeBefore, shape) : [],
  };
  if (!reference) return found;
  for (const name of names) {
    const before = reference.columns.find((column) => column.name === name);
    const now = current.columns.find((column) => column.name === name);
    if (!before) found.new_variables.push(name);
    else if (!now) found.vanished_variables.push(name);
    else if (before.kind === "categorical" && now.kind === "categorical") {
      const old = occurring(before), fresh = occurring(now);
      const new_categories = [...fresh].filter((category) => !old.has(category)).sort();
      const vanished_categories = [...old].filter((category) => !fresh.has(category)).sort();
      if (new_categories.length + vanished_categories.length > 0) {
        found.categories.push({ variable: name, new_categories, vanished_categories });
      }
    }
  }
  return found;
}

/**
 * New: ids that occur for the first time. Vanished: ids of any, or of every, reference week, not
 * now.
 */
function changedIds(
  ids: Ids,
  week: Int32Array,
  { reference, recent }: { reference: WeekRange; recent: WeekRange },
  which: "any" | "every",
): { new: Changed<Id>; vanished: Changed<Id> } {
  const now = new Set<Id>(), earlier = new Set<Id>();
  const weeksOf = new Map<Id, Set<number>>();
  for (let row = 0; row < ids.length; row++) {
    const id = ids[row]!, at = week[row]!;
    if (at >= recent.from && at <= recent.to) now.add(id);
    if (at < recent.from) earlier.add(id);
    if (at < reference.from || at > reference.to) continue;
    const seen = weeksOf.get(id);
    if (seen) seen.add(at);
    else weeksOf.set(id, new Set([at]));
  }
  const needed = which === "every" ? reference.to - reference.from + 1 : 1;
  return {
    new: changed([...now].filter((id) => !earlier.has(id))),
    vanished: changed(
      [...weeksOf].filter(([id, seen]) => seen.size >= needed && !now.has(id)).map(([id]) => id),
    ),
  };
}

function changed(ids: Id[]): Changed<Id> {
  return { count: ids.length, first: ids.sort(compareIds).slice(0, NAMED) };
}

function changedColumns(before: InputShape, now: InputShape): SchemaDrift["columns"] {
  return Object.entries(now.columns).flatMap(([table, columns]) => {
    const old = before.columns[table];
    if (!old) return [];
    const new_columns = columns.filter((name) => !old.includes(name));
    const vanished_columns = old.filter((name) => !columns.includes(name));
    return new_columns.length + vanished_columns.length > 0
      ? [{ table, new_columns, vanished_columns }]
      : [];
  });
}

function changedNulls(before: InputShape, now: InputShape): SchemaDrift["nulls"] {
  return Object.keys(now.nulls).flatMap((table) => {
    const old = before.nulls[table] ?? {}, fresh = now.nulls[table]!;
    return [...new Set([...Object.keys(old), ...Object.keys(fresh)])].flatMap((column) => {
      const [was, is] = [old[column] ?? 0, fresh[column] ?? 0];
      const differs = (was === 0) !== (is === 0) || is > 2 * was;
      return differs ? [{ table, column, before: was, now: is }] : [];
    });
  });
}

function occurring({ codes, categories }: CategoricalColumn): Set<string> {
  const seen = new Uint8Array(categories.length);
  for (const code of codes) if (code >= 0) seen[code] = 1;
  return new Set(categories.filter((_, code) => seen[code]));
}
