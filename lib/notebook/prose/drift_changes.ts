import type { Id } from "../../table/ids.ts";
import { pValueText } from "../../drift/describe/p_value_text.ts";
import { attributeLabel } from "../tables/attribute_label.ts";
import { idInWords, listed, literal, percent } from "../in_words.ts";
import type { Changed, DriftVariable, SchemaDrift } from "../../drift/describe/drift_report.ts";

/** New values, and values that were not bought, as a list. */
export function schemaProse(
  { products, customers, categories, columns, nulls }: SchemaDrift,
  { current }: { current: string },
): string {
  return [
    "New, or not bought this week; for information (in brackets: the first ids, five at most):",
    "",
    `- products sold for the first time: ${countAndNames(products.new)}; sold in the reference ` +
    `weeks but not in ${current}: ${countAndNames(products.vanished)}`,
    `- customers who bought for the first time: ${countAndNames(customers.new)}; who bought in ` +
    `every reference week but not in ${current}: ${countAndNames(customers.vanished)}`,
    ...categories.map(({ variable, new_categories, vanished_categories }) =>
      `- \`${variable}\`: new ${namesOrNone(new_categories)}, not bought ` +
      namesOrNone(vanished_categories)
    ),
    ...columns.map(({ table, new_columns, vanished_columns }) =>
      `- columns of ${table}: new ${namesOrNone(new_columns)}, gone ${
        namesOrNone(vanished_columns)
      }`
    ),
    ...nulls.map(({ table, column, before, now }) =>
      `- missing values of \`${column}\` in ${table}: ${before} before, ${now} now`
    ),
  ].join("\n");
}

function countAndNames({ count, first }: Changed<Id>): string {
  if (count === 0) return "0";
  return `${count} (${listed(first.slice(0, 5).map(idInWords))}${count > 5 ? " …" : ""})`;
}

function namesOrNone(names: string[]): string {
  return listed(names.map(literal)) || "none";
}

/** Effect sizes below these are commonly called negligible, and small. */
const NEGLIGIBLE = 0.1, SMALL = 0.3;

/** How many variables differ, how large the largest difference is, and each verdict. */
export function variablesProse(
  variables: Pick<DriftVariable, "name" | "tested" | "p_value" | "effect_size" | "verdict">[],
  { threshold }: { threshold: number },
): string {
  const all = variables.filter(({ tested }) => tested);
  // a variable with one value, such as a single category, says nothing in a list of tests
  const tested = all.filter(({ effect_size }) => effect_size !== 0);
  const same = all.filter(({ effect_size }) => effect_size === 0);
  const largest = tested.toSorted((a, b) => b.effect_size! - a.effect_size!)[0];
  const alike = same.length === 0
    ? ""
    : `No difference at all in ${listed(same.map(({ name }) => `\`${attributeLabel(name)}\``))}.`;
  if (!largest) return alike;
  const low = tested.filter(({ p_value }) => p_value! < threshold).length;
  return `${low} of ${tested.length} variables have p < ${threshold}. The largest difference is ` +
    `that of \`${largest.name}\`, ${largest.effect_size!.toFixed(3)} on a scale from 0 to 1: ` +
    `${sizeProse(largest.effect_size!, low > 0)}\n\n` +
    tested.map(({ name, verdict }) => `- \`${attributeLabel(name)}\`: ${literal(verdict)}`).join(
      "\n",
    ) + (alike && `\n\n${alike}`);
}

function sizeProse(size: number, anyLow: boolean): string {
  if (size < NEGLIGIBLE) {
    return `**negligible** by the usual reading (below 0.1)${
      anyLow ? ", however small the p-values are." : "."
    }`;
  }
  return size < SMALL ? "small by the usual reading." : "not small; look at its categories.";
}

/** A past week, and which of the rules would have alarmed. */
export interface ReplayedWeek {
  /** ISO name. */
  week: string;
  /** The category that moved furthest. */
  category: string;
  /** Whether each rule would have alarmed. */
  alarms: Record<string, boolean>;
}

/** How often the textbook rule and the rule in use would have alarmed in past weeks. */
export function replayProse(weeks: ReplayedWeek[], { threshold }: { threshold: number }): string {
  const alarmsOf = (rule: string) => weeks.filter(({ alarms }) => alarms[rule]);
  const textbook = alarmsOf("original"), ours = alarmsOf("decision");
  const share = (alarms: ReplayedWeek[]) => percent(alarms.length / weeks.length);
  const named = ours.slice(0, 6).map(({ week, category }) => `${week} (${literal(category)})`);
  return `In ${weeks.length} weeks the textbook rule would have reported drift in ` +
    `**${textbook.length}** (${share(textbook)}), the rule in use in **${ours.length}** ` +
    `(${share(ours)})` +
    (ours.length === 0
      ? ": no week was unlike the others."
      : `: ${listed(named)}. About ${percent(threshold)} of ordinary weeks alarm by chance.`) +
    (textbook.length > 0.5 * weeks.length
      ? " A rule that alarms in most weeks says no more than a calendar."
      : "");
}

/** The result of a permutation test, and whether the formula for the p-value agrees. */
export function permutationProse(
  { distance, pValue, permutations, asFar }: {
    distance: number;
    /** P-value from the formula. */
    pValue: number;
    permutations: number;
    /** Number of permutations with at least this distance. */
    asFar: number;
  },
): string {
  const permuted = (1 + asFar) / (1 + permutations);
  const agree = (pValue < 0.05) === (permuted < 0.05);
  return `${asFar} of ${permutations} permutations have a distance of at least ` +
    `${distance.toFixed(4)}, so $p = (1 + ${asFar}) / (1 + ${permutations}) = ` +
    `${permuted.toFixed(3)}$. The formula, which assumes that no two values are equal, gives $p ` +
    `${pValueText(pValue)}$. At 5% the two ${agree ? "agree" : "disagree"}.`;
}
