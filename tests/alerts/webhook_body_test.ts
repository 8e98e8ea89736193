import assert from "node:assert/strict";
import { alertMessage } from "../../lib/alerts/alert.ts";
import { webhookBody } from "../../lib/alerts/webhook_body.ts";

const MESSAGE = "SodAI HELD: <!channel> & <https://x|y>\n- a\n- b";

Deno.test("Slack gets the text alone, and no name can call a channel", () => {
  for (const url of ["https://hooks.slack.com/services/T/B/X", "https://hooks.slack-gov.com/x"]) {
    assert.deepEqual(webhookBody(url, MESSAGE), {
      text: "SodAI HELD: &lt;!channel&gt; &amp; &lt;https://x|y&gt;\n- a\n- b",
    });
  }
});

Deno.test("Teams gets the text and an adaptive card with a block a line", () => {
  const urls = [
    "https://prod-17.westeurope.logic.azure.com:443/workflows/x/triggers/manual/paths/invoke?sig=y",
    "https://default0.0.environment.api.powerplatform.com/powerautomate/x",
    "https://contoso.webhook.office.com/webhookb2/x",
  ];
  for (const url of urls) {
    const body = webhookBody(url, MESSAGE);
    assert.equal(body["text"], MESSAGE);
    assert.equal(body["type"], "message");
    // deno-lint-ignore no-explicit-any -- as the server reads it
    const [attachment, ...more] = body["attachments"] as any[];
    assert.deepEqual(more, []);
    assert.equal(attachment.contentType, "application/vnd.microsoft.card.adaptive");
    assert.equal(attachment.content.type, "AdaptiveCard");
    assert.deepEqual(
      attachment.content.body.map(({ type, text }: Record<string, string>) => [type, text]),
      MESSAGE.split("\n").map((line) => ["TextBlock", line]),
    );
  }
});

Deno.test("every other chat gets the text and no field that it may refuse", () => {
  const urls = [
    "https://chat.googleapis.com/v1/spaces/x/messages?key=y",
    "http://127.0.0.1:8080/hooks/x",
    "https://logic.azure.com.example.org/x",
    "https://notslack.com/x",
  ];
  for (const url of urls) assert.deepEqual(webhookBody(url, MESSAGE), { text: MESSAGE }, url);
});

Deno.test("a message has at most 4,000 characters, and shows what cannot be seen", () => {
  const message = alertMessage({
    kind: "failed",
    text: "a\u001b[2J",
    reasons: Array(50).fill("b".repeat(1000)),
  });
  assert.equal(message.length, 4000);
  assert(message.startsWith("SodAI FAILED: a\\u001b[2J\n- bbb"));
  assert(message.endsWith("b …"));
});
