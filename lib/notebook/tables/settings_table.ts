import type { SearchSpace } from "../../tuning/search_space.ts";
import type { PlainTable } from "../views.ts";

/**
 * The settings of a model and their search ranges, with three significant digits.
 *
 * @param search of a kind of model; in the settings of a blend, its names follow that kind.
 */
export function settingsTable(
  settings: Record<string, number>,
  { space, model }: { space: SearchSpace; model: string },
): PlainTable {
  const short = (value: number) => String(Number(value.toPrecision(3)));
  return {
    columns: ["setting", "chosen", "searched from", "to"],
    rows: Object.entries(settings).map(([name, value]) => {
      const range = space[name] ?? space[name.replace(`${model}.`, "")];
      const ends = range && "low" in range ? [short(range.low), short(range.high)] : [null, null];
      return [name, short(value), ...ends];
    }),
  };
}
