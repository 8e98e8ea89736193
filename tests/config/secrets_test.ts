import assert from "node:assert/strict";
import { resolveConfig, shownParameters } from "../../lib/config/config.ts";
import { hideSecrets, redactUrl } from "../../lib/config/secrets.ts";

Deno.test("of an address only protocol and host are shown", () => {
  const cases = [
    ["http://127.0.0.1:5000", "http://127.0.0.1:5000"],
    ["https://u:MARK@h.example/MARK?MARK=MARK#MARK", "https://h.example"],
    ["https://MARK@h.example:8443", "https://h.example:8443"],
    ["http://[::1]:80/MARK", "http://[::1]"],
    ["postgresql://u:MARK@db.example/x", "postgresql://db.example"],
    ["sqlite:///MARK.db", "sqlite://"],
    ["MARK", "(not shown)"],
    ["user:MARK@h.example:5000", "(not shown)"],
    ["http:/MARK", "(not shown)"],
    ["http://h.example:MARK/", "(not shown)"],
    ["", "(not shown)"],
  ];
  for (const [address, shown] of cases) assert.equal(redactUrl(address!), shown, address);
});

Deno.test("secrets are hidden as they are, encoded and decoded, the longest first", () => {
  const hide = (text: string) =>
    hideSecrets(text, ["p%40ss/word", "p@ss/word and more", undefined]);
  assert.equal(hide("a p%40ss/word b"), "a (secret) b");
  assert.equal(hide("a p@ss/word b"), "a (secret) b");
  assert.equal(hide("a p@ss/word and more b"), "a (secret) b");
  assert.equal(hide("p%40ss%2Fword%20and%20more"), "(secret)");
  assert.equal(hideSecrets("a text without", ["", "ab", "%E0%A4%A"]), "a text without");
});

Deno.test("neither records nor messages have the webhook's path or the command's arguments", () => {
  const shown = shownParameters(resolveConfig({
    notify_url: "https://u:MARK@hooks.example/MARK",
    on_exit: "'/opt/my mail' --token MARK",
  }));
  assert.deepEqual([shown.notify_url, shown.on_exit], ["https://hooks.example", "/opt/my mail"]);
  assert.equal(shown.n_trials, 30);
  const unset = shownParameters(resolveConfig({}));
  assert.deepEqual([unset.notify_url, unset.on_exit], [null, null]);

  for (const wrong of ["ftp://u:MARK@h/MARK", "MARK", "https://:MARK", "hooks.example/MARK"]) {
    for (
      const call of [
        () => resolveConfig({ notify_url: wrong }),
        () => resolveConfig({}, (name) => name === "SODAI_NOTIFY_URL" ? wrong : undefined),
      ]
    ) {
      assert.throws(
        call,
        ({ name, message }: Error) =>
          name === "UserError" && !message.includes("MARK") &&
          /^(--notify-url|SODAI_NOTIFY_URL): expected an http or https address, found /.test(
            message,
          ),
      );
    }
  }
  assert.throws(
    () => resolveConfig({ on_exit: "mail 'MARK" }),
    ({ message }: Error) =>
      /^--on-exit: expected a program and its arguments, quotes closed/.test(message) &&
      !message.includes("MARK"),
  );
});
