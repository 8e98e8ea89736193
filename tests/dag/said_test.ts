import assert from "node:assert/strict";
import { readRunRecord } from "../../lib/dag/runs/run_record.ts";
import { runDag } from "../../lib/dag/run_dag.ts";
import { saidIn, type SaidInRun, say, usedMessages, wordsOf } from "../../lib/dag/said.ts";
import type { Dag } from "../../lib/dag/task.ts";
import type { TaskContext } from "../../lib/dag/task_context.ts";
import type { Message } from "../../lib/language/message.ts";
import { translator } from "../../lib/language/messages.ts";
import { outputsFolder } from "./fixtures.ts";

const ES = translator("es"), EN = translator("en");
const OLD: Message = {
  key: "data.tooOld",
  values: { date: "2024-11-24", days: 20, limit: 14 },
};
const HELD: Message = { key: "check.empty", values: { week: "2024-W48", threshold: 0.3 } };

Deno.test("a message of a run is said in each language, a text as it is", () => {
  const run: SaidInRun = {};
  const text = say(run, OLD), plain = say(run, "the disk is full");
  assert.match(text, /^the data end on 2024-11-24, 20 days ago/);
  assert.match(wordsOf(run, ES)(text), /^los datos terminan el 2024-11-24, hace 20 días/);
  assert.equal(wordsOf(run, EN)(text), text);
  assert.equal(wordsOf(run, ES)(plain), plain);
  assert.deepEqual(run.messages, { [text]: OLD });
  assert.deepEqual(saidIn(run, text), OLD);
});

Deno.test("a percent sign follows its number as in English, while run.json keeps a space", () => {
  const run: SaidInRun = {};
  const share = { found: 40, usual: 3 };
  const text = say(run, { key: "unusual.repeated", values: share });
  assert.match(text, /^40 % of the lines.* usually 3 %/);
  assert.match(wordsOf(run, EN)(text), /^40% of the lines.* usually 3%/);
  assert.match(wordsOf(run, ES)(text), /^el 40\s% de las líneas/);
});

Deno.test("what cannot be seen in a name is an escape, in each language", () => {
  const run: SaidInRun = {};
  const text = say(run, { key: "data.nulls", values: { count: 2, column: "a\x1b[2J" } });
  assert.match(text, /without a\\u001b\[2J/);
  assert.match(wordsOf(run, ES)(text), /sin a\\u001b\[2J/);
});

const GARBAGE: Record<string, unknown> = {
  "no messages": undefined,
  "null": null,
  "a text": "data.tooOld",
  "a list": [OLD],
  "no object": { text: 7 },
  "an unknown name": { text: { key: "data.unknown" } },
  "a name of every object": { text: { key: "constructor" } },
  "a missing value": { text: { key: "data.tooOld", values: { days: 3 } } },
  "no value": { text: { key: "data.tooOld" } },
  "a value that is none": { text: { ...OLD, values: { ...OLD.values, days: null } } },
  "a damaged part": { text: { key: "contest.kept", values: { figures: { key: "x" } } } },
};
for (const [what, messages] of Object.entries(GARBAGE)) {
  Deno.test(`a damaged run says its texts in English: ${what}`, () => {
    const run = { messages } as SaidInRun;
    assert.equal(wordsOf(run, ES)("text"), "text");
    assert.equal(wordsOf(run, ES)("toString"), "toString");
    assert.match(say(run, OLD), /^the data end/);
    assert.match(wordsOf(run, ES)(say(run, OLD)), /^los datos/);
  });
}

Deno.test("run.json has the texts in English, and the messages of warnings and reasons", async () => {
  using outputs = outputsFolder();
  const dag: Dag<TaskContext> = {
    id: "test",
    tasks: [
      {
        id: "drift_check",
        after: [],
        branches: true,
        run({ warn, warnUnusual, say, facts }) {
          warn("plain");
          warnUnusual(OLD);
          facts({ needs: say({ key: "data.memory", values: { needs: 2, machine: 8 } }) });
          return Promise.resolve("train_model");
        },
      },
      { id: "train_model", after: ["drift_check"], run: () => Promise.resolve() },
      {
        id: "skip_training",
        after: ["drift_check"],
        run: () => Promise.resolve(),
      },
    ],
  };
  const { folder } = await runDag(dag, {
    ...outputs.options,
    context: (task) => task,
    publication: () => ({
      held: [HELD],
      unpublished: { key: "check.backRun", values: { week: "2024-W44", newest: "2024-W48" } },
      warnings: ["look"],
    }),
  });
  const run = readRunRecord(folder), words = wordsOf(run, ES);
  assert.deepEqual(run.warnings.map(({ text }) => words(text).slice(0, 12)), [
    "los datos te",
    "look",
    "plain",
  ]);
  assert.match(run.held![0]!, /^Expected a list of likely purchases in 2024-W48/);
  assert.match(words(run.held![0]!), /^Ningún par supera el umbral de 0,300/);
  assert.match(words(run.unpublished!), /^previsión de una semana pasada: prevé 2024-W44/);
  const [drift, , skipped] = run.tasks;
  assert.equal(
    words(String(drift!.facts["needs"])),
    "cerca de 2 GiB de los 8 GiB que tiene esta máquina",
  );
  assert.equal(skipped!.reason, "drift_check chose train_model");
  assert.equal(words(skipped!.reason), "drift_check eligió train_model");
});

Deno.test("run.json keeps only the messages of texts that it has, sorted", () => {
  const run = { warnings: [{ text: "" }], facts: { memory: { needs: "" } }, messages: "?" };
  const record = run as unknown as SaidInRun;
  run.warnings[0]!.text = say(record, OLD);
  say(record, HELD);
  run.facts.memory.needs = say(record, { key: "data.memory", values: { needs: 2, machine: 8 } });
  const kept = Object.keys(usedMessages(record).messages!);
  assert.deepEqual(kept.map((text) => text.slice(0, 8)), ["about 2 ", "the data"]);
  assert.deepEqual(usedMessages({ messages: { gone: OLD } }), {});
});
