import { FEATURE_MEANINGS } from "../features/feature_source.ts";
import type {
  Contribution,
  RuleExplanation,
  TreesExplanation,
} from "../stages/explaining/explain_pair.ts";
import { CONTRACTS } from "../table/contracts/contracts.ts";
import { percent } from "./in_words.ts";
import { oneLine } from "../table/contracts/one_line.ts";

/** Number of contributions with their own line. */
const SHOWN = 10;
const DECIMALS = 6;

/** Explains a pair's probability in lines of text, with numbers that add up. */
export function explanationLines(explanation: TreesExplanation | RuleExplanation): string[] {
  if (explanation.kind === "trees") {
    return [...sumLines(explanation), "", ...stepLines(explanation)];
  }
  return explanation.kind === "launch"
    ? [
      "The product never sold before this week. The model uses past purchases, so it does not score",
      "such pairs. All have the same launch probability: how often pairs of new products were bought",
      "lately, but less than every pair that the model scored. With --launches the model scores them.",
    ]
    : [
      "The customer never ordered before this week. The model uses past purchases, so it does not score",
      "such pairs. The probability is how often customers without history start in a week, times how",
      "often the product is in first baskets, and at least the launch probability of new products.",
    ];
}

function sumLines({ unit, baseValue, contributions, score }: TreesExplanation): string[] {
  const shown = contributions.slice(0, SHOWN), rest = contributions.slice(SHOWN);
  const sumOfRest = rest.reduce((sum, { contribution }) => sum + contribution, 0);
  const lines: [number: string, what: string][] = [
    [fixed(baseValue), "base value: the mean over the rows that the model learned from"],
    ...shown.map((one): [string, string] => [signed(one.contribution), featureText(one)]),
    [signed(sumOfRest), `all ${rest.length} other features`],
    [fixed(score), "the trees' score: the sum"],
  ];
  const width = Math.max(...lines.map(([number]) => number.length));
  const head = unit === "probability"
    ? "The trees' score, a probability (TreeSHAP: what each feature adds to it)"
    : "The trees' score, in log-odds (TreeSHAP: what each feature adds to it)";
  return [head, ...lines.map(([number, what]) => `  ${number.padStart(width)}  ${what}`)];
}

function featureText({ feature, value }: Contribution): string {
  const text = typeof value === "number"
    ? String(Number(value.toPrecision(4)))
    : oneLine(value ?? "missing");
  const meaning = meaningOf(feature);
  return `${oneLine(feature)} = ${text}${meaning && `: ${meaning}`}`;
}

/** The meaning of a behavioural feature, or of the attribute that an original feature encodes. */
function meaningOf(feature: string): string {
  const attribute = feature.replace(/_bin$/, "");
  const column = CONTRACTS.flatMap(({ columns }) => columns)
    .find(({ name }) => name === attribute);
  const bins = attribute === feature ? "" : ", in ten bins";
  return FEATURE_MEANINGS.get(feature) ?? (column ? column.meaning + bins : "");
}

function stepLines(explanation: TreesExplanation): string[] {
  const { unit, ofTrees, repeat, rate, corrected, calibrated, probability } = explanation;
  const kind = repeat ? "bought before" : "never bought before";
  const steps: [number: number, what: string][] = [
    [
      ofTrees,
      unit === "probability" ? "the score" : "the score as a probability: 1 / (1 + e^−score)",
    ],
    [
      corrected,
      rate < 1
        ? `corrected for sampling: of the pairs ${kind}, as this one was, that were not bought in ` +
          `their week, the model learned from ${percent(rate, 1)}`
        : `not corrected: the model learned from all pairs ${kind}, as this one was`,
    ],
    [
      probability,
      calibrated ? "calibrated on held-out weeks" : "this preset does not calibrate",
    ],
  ];
  return [
    "From the score to the probability",
    ...steps.map(([number, what]) => `  ${fixed(number)}  ${what}`),
  ];
}

function signed(value: number): string {
  return value < 0 ? fixed(value) : `+${fixed(value)}`;
}

function fixed(value: number): string {
  return value.toFixed(DECIMALS).replace("-", "−");
}
