/** Workflows of Teams show cards only, and lose a plain text. Their addresses are Microsoft's. */
const TEAMS = /(^|\.)(logic\.azure\.com|powerplatform\.com|powerautomate\.com|office\.com)$/;
const SLACK = /(^|\.)slack(-gov)?\.com$/;

/**
 * The JSON body that shows a message in a chat: `{"text"}`, which Slack, Mattermost, Google Chat
 * and the older connectors of Teams show. Workflows of Teams need an adaptive card; they get the
 * text as well. Others do not get the card, because Google Chat refuses fields that it does not
 * know.
 *
 * @param url address of the webhook.
 */
export function webhookBody(url: string, message: string): Record<string, unknown> {
  const { hostname } = new URL(url);
  // names come from other people's files: <!channel> would call everyone
  if (SLACK.test(hostname)) return { text: escapeMarkup(message) };
  if (!TEAMS.test(hostname)) return { text: message };
  const content = {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.4",
    // a block a line: a card does not keep single line breaks
    body: message.split("\n").map((text) => ({ type: "TextBlock", text, wrap: true })),
  };
  const attachment = {
    contentType: "application/vnd.microsoft.card.adaptive",
    contentUrl: null,
    content,
  };
  return { type: "message", text: message, attachments: [attachment] };
}

function escapeMarkup(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
