import assert from "node:assert/strict";
import { translator } from "../../../lib/language/messages.ts";
import { callData } from "../../../lib/report/calls/call_data.ts";
import { certainty } from "../../../lib/report/first_page/certainty.ts";
import { changes } from "../../../lib/report/first_page/changes.ts";
import { keyFigures } from "../../../lib/report/first_page/key_figures.ts";
import { productTable } from "../../../lib/report/first_page/product_table.ts";
import { readRunResults } from "../../../lib/report/first_page/run_results.ts";
import { verdict } from "../../../lib/report/first_page/verdict.ts";
import { whatToDo } from "../../../lib/report/first_page/what_to_do.ts";
import type { CallList } from "../../../lib/stages/calls/call_list.ts";
import { weekDates, weekRange } from "../../../lib/report/first_page/week_dates.ts";
import { readPage } from "../outside_references.ts";
import { RESULTS, TASKS } from "./results.ts";

const EN = translator("en"), ES = translator("es");

/** The text of all elements, white space as it is shown. */
const texts = (html: string, selector: string) =>
  [...readPage(html).document.querySelectorAll(selector)].map((element) =>
    element.textContent!.replaceAll(/\s+/g, " ").trim()
  );

Deno.test("the week in three sentences", () => {
  assert.deepEqual(texts(verdict(TASKS, RESULTS, EN), "p"), [
    "4,722 purchases are expected (80% range: 3,900 to 5,600): " +
    "6% fewer than last week (5,000), " +
    "about as many as in a usual week (4,731, the mean of 2024-W44 – 2024-W47, last week included); " +
    "in units 23,000 (80% range: 20,000 to 26,000): " +
    "10% more than last week (21,000), 5% more than in a usual week (22,000).",
    "The forecast for 2024-W47 said 4,800 (80% range: 4,000 to 5,300); 4,930 were made, within " +
    "that range, and 58% of the pairs on its list were bought. " +
    "In units it said 24,000 (80% range: 20,000 to 28,000); 31,000 were bought, more than that range.",
    "A new model was trained, because the one in use was too old.",
  ]);
  const spanish = texts(verdict(TASKS, RESULTS, ES), "p");
  assert.match(
    spanish[0]!,
    /^Se esperan 4\.722 compras \(intervalo del 80 %: de 3\.900 a 5\.600\)/,
  );
  assert.match(spanish[2]!, /demasiado antiguo/);
});

Deno.test("a first run says what is not known yet, and a model that is not better stays", () => {
  const first = { ...RESULTS, drift: { ...RESULTS.drift, realised: [] } };
  assert.match(texts(verdict(TASKS, first, EN), "p")[1]!, /is told once its week is over/);
  const [drift, , predict] = TASKS;
  const contest = { champion_challenger: { promoted: false } };
  const kept = [drift!, { id: "train_model", state: "success", facts: contest }, predict!];
  assert.match(texts(verdict(kept, RESULTS, EN), "p")[2]!, /too old\. It was no better/);
  assert.equal(verdict([], {}, EN), "", "of a run without results");
});

Deno.test("products have intervals and changes; names are those of the call list", () => {
  const html = productTable(RESULTS.expected, RESULTS.calls, EN);
  assert.deepEqual(texts(html, "tbody tr"), [
    "Cola · 1 7100 (80 – 130)+25%1,00090 (80)",
    "Limón & <b> 830-50%30040 (60)",
    "92–200 (1)",
  ]);
  assert.match(
    texts(html, ".lead")[0]!,
    /at least 20 purchases, usual or expected, these rise most: Cola · 1 \[7\] \+25%\. These fall most: Limón & <b> \[8\]/,
  );
});

Deno.test("a product first sold last week is called new: its usual week says nothing", () => {
  const [first, ...others] = RESULTS.expected.products;
  const purchases = { expected: 52, usual: 14, last: 56 };
  const products = [{ ...first!, purchases }, ...others];
  assert.match(
    texts(productTable({ ...RESULTS.expected, products }, RESULTS.calls, EN), ".lead")[0]!,
    /these rise most: Cola · 1 \[7\] \(new: 56 purchases last week\)\./,
  );
});

Deno.test("the tile, the lead and the list count the same shops", () => {
  const offer = { ...RESULTS.calls.shops[0]!.products[0]!, reason: { kind: "back", since: 3 } };
  const late = { customer_id: 1, purchases: 1, items: 1, products: [], offers: [], stopped: [] };
  const calls = {
    ...RESULTS.calls,
    shops: [
      ...RESULTS.calls.shops,
      { ...late, overdue: { every: 1, since: 5 } },
      { ...late, offers: [offer] },
    ],
  } as CallList;
  const tile = keyFigures([], { calls }, EN).find(({ name }) => name === "Shops to call");
  const counts = "1 with products on the list, 2 only with something to ask or to offer";
  assert.deepEqual([tile?.value, tile?.note], ["3", counts]);
  const { html } = whatToDo(calls, EN, { visits: "visitas.csv" });
  assert.match(texts(html, ".lead")[0]!, new RegExp(`^3 shops to call: ${counts}\\.`));
  assert.equal(callData(calls, EN).shops.length, 3);
  assert.match(texts(html, ".urgent")[0]!, /^One shop has not ordered for long\./);
  assert.deepEqual(
    texts(whatToDo(RESULTS.calls, EN, { visits: "visitas.csv" }).html, ".urgent"),
    [],
  );
});

Deno.test("the tile of the decision has the largest move and its limit", () => {
  const tasks = [{ id: "drift_check", state: "success", facts: { drift_detected: false } }];
  const note = (results: typeof RESULTS | { drift?: never }, language = ES) =>
    keyFigures(tasks, { drift: results.drift! }, language)[0]!.note;
  assert.match(note(RESULTS)!, /^mayor movimiento: Cola \(marca\), 2,0 veces .* por encima de 6,0/);
  assert.equal(note({}), undefined);
});

Deno.test("the tile of the decision says why nothing was judged", () => {
  const facts = { drift_detected: false, drift_judged: false };
  const tasks = [{ id: "drift_check", state: "success", facts }];
  const drift = { ...RESULTS.drift, drift_judged: false, cause: "no_model" as const };
  const [tile] = keyFigures(tasks, { drift }, EN);
  assert.deepEqual(tile, {
    name: "Mix of purchases",
    value: "not judged",
    note: "there was no model whose weeks it could be compared with",
  });
});

Deno.test("how sure it is: the list, average precision with its weeks, earlier forecasts", () => {
  const html = certainty(TASKS, RESULTS, EN);
  const [range, lead] = texts(html, ".lead");
  assert.match(
    range!,
    /^The 80% ranges come from how far each of the last 43 weeks was from the mean of the four weeks before it\. An error counts half after 3 weeks, and the newest has 21% of the weight: one unusual week is enough/,
  );
  assert.match(
    lead!,
    /^5,326 pairs are listed\. On 2024-W46 – .* 57% of such a list was bought, and it had 65% of/,
  );
  assert.match(lead!, /On 2024-W46 – 2024-W47/);
  assert.match(lead!, /average precision there was 0\.659, where chance has 0\.030/);
  assert.deepEqual(texts(html, "tbody tr"), [
    "2024-W474,8004,000 – 5,3004,930yes24,000 (20,000 – 28,000)31,0005,00058%0.640",
  ]);
  const [known] = RESULTS.drift.realised, { items: _, ...outcome } = known!.outcome!;
  const older = { ...RESULTS.drift, realised: [{ ...known!, outcome }] };
  assert.deepEqual(texts(certainty(TASKS, { ...RESULTS, drift: older }, EN), "tbody tr"), [
    "2024-W474,8004,000 – 5,3004,930yes5,00058%0.640",
  ]);
  assert.equal(readPage(html).document.querySelectorAll("figure svg:not(.narrow)").length, 1);
  const other = TASKS.with(2, { ...TASKS[2]!, facts: { predictions: 9, decision_threshold: 0.5 } });
  assert.doesNotMatch(certainty(other, RESULTS, EN), /pairs are listed/, "another threshold");
});

Deno.test("what changed: both shares in a row, or that nothing was compared", () => {
  const html = changes(RESULTS.drift, EN);
  assert.match(texts(html, ".lead")[0]!, /no more than in ordinary weeks: .* is 2\.0 times/);
  assert.deepEqual(texts(html, "tbody tr"), ["Cola brand20.0%25.0%2.0"]);
  const unknown = changes({ ...RESULTS.drift, drift_judged: false }, EN);
  assert.match(texts(unknown, ".lead")[0]!, /Nothing was compared/);
  const first = changes({ ...RESULTS.drift, drift_judged: false, reference: "nothing yet" }, EN);
  const [decides, more] = texts(first, ".lead");
  assert.match(decides!, /^Nothing decides in a first run/);
  assert.match(more!, /^Distributions and figures:/, "nothing was tested");
  const variables = [{ tested: true }] as typeof RESULTS.drift.variables;
  assert.match(texts(changes({ ...RESULTS.drift, variables }, EN), ".lead")[1]!, /^All tests/);
});

Deno.test("a size has its unit, an attribute its name in the language of the page", () => {
  const move = { ...RESULTS.drift.largest_move!.moves[0]!, variable: "size", category: "0.25" };
  const largest_move = { ...RESULTS.drift.largest_move!, moves: [move] };
  const shown = (language: typeof EN) =>
    texts(changes({ ...RESULTS.drift, largest_move }, language), "tbody th");
  assert.deepEqual([shown(EN), shown(ES)], [["0.25 l size"], ["0,25 l tamaño"]]);
  const tasks = [{ id: "drift_check", state: "success", facts: { drift_detected: false } }];
  const drift = { ...RESULTS.drift, largest_move };
  assert.match(keyFigures(tasks, { drift }, ES)[0]!.note!, /movimiento: 0,25\u00a0l \(tamaño\)/);
});

Deno.test("the figure of the probabilities is in the language of the page", () => {
  const figure = (language: typeof EN) => {
    const curves = {
      precision_recall: [],
      calibration: [{ meanPredicted: 0.2, shareOfPositives: 0.22, count: 50_000 }],
    };
    const training = { ...RESULTS.training, curves };
    return readPage(certainty(TASKS, { ...RESULTS, training }, language))
      .document.querySelector("figure")!.textContent!;
  };
  assert.match(figure(ES), /probabilidad prevista/);
  assert.match(figure(ES), /20\s%.*100\.000/s);
  assert.doesNotMatch(figure(ES), /probability|bought|pairs|perfect\b|20%|100,000/);
  assert.match(figure(EN), /predicted probability.*perfect|perfect.*predicted probability/s);
});

Deno.test("a week by its days", () => {
  assert.equal(weekDates("2024-W48", "en"), "25 November – 1 December 2024");
  assert.equal(weekDates("2024-W48", "es"), "25 de noviembre – 1 de diciembre de 2024");
  assert.equal(weekDates("unread", "en"), "unread");
  assert.equal(weekRange(["2024-W47"]), "2024-W47");
});

Deno.test("files that are missing or damaged are left out", async () => {
  const folder = Deno.makeTempDirSync();
  try {
    Deno.writeTextFileSync(`${folder}/drift_report.json`, "{");
    Deno.writeTextFileSync(`${folder}/expected_items.json`, `{"week":"2024-W48"}`);
    Deno.writeTextFileSync(`${folder}/call_list.json`, "{}");
    const outputs = ["drift_report.json", "expected_items.json"].map((name) => ({ name }));
    const found = await readRunResults(folder, { tasks: [{ outputs }] });
    assert.deepEqual(found, { expected: { week: "2024-W48" } });
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
