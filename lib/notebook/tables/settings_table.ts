import type { SearchSpace } from "../../tuning/search_space.ts";
import type { PlainTable } from "../views.ts";

/**
 * The settings of a model and their search ranges, with three significant digits.
 *
 * @param searches of the kinds of model, that of this model first; in the settings of a blend, names
 *   follow their kind.
 */
export function settingsTable(
  settings: Record<string, number>,
  searches: { space: SearchSpace; model: string }[],
): PlainTable {
  const short = (value: number) => String(Number(value.toPrecision(3)));
  const ranges = new Map(
    searches.flatMap(({ space, model }) =>
      Object.entries(space).map(([name, range]) => [`${model}.${name}`, range])
    ),
  );
  return {
    columns: ["setting", "chosen", "searched from", "to"],
    rows: Object.entries(settings).map(([name, value]) => {
      const range = ranges.get(name) ?? ranges.get(`${searches[0]!.model}.${name}`);
      const ends = range && "low" in range ? [short(range.low), short(range.high)] : [null, null];
      return [name, short(value), ...ends];
    }),
  };
}
