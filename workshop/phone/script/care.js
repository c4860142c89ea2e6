// A kind word before a text leaves the phone, where it seems to tell who somebody is.

const LOOK_MS = 3000;
// What a text may be at most in its parts, as on the server; how many letters is said by the question.
const MOST_PARTS = 4000;
const TURNING = /[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
const cutter = window.Intl && Intl.Segmenter && new Intl.Segmenter(language);

/** Letters as a reader counts them, and as the server does: a family emoji is one. */
function letters(words) {
  const text = words.normalize("NFC").replace(TURNING, "").replace(/\s+/g, " ").trim();
  return [...(cutter ? cutter.segment(text) : text)].length;
}

/** Lets `send` go on with what is in `field`, after asking once; without a network it goes on at once. */
async function careful(field, host, send, most) {
  const text = field.value.trim();
  put(host);
  if (letters(text) > most) {
    put(host, el("p", { class: "problem", role: "alert" }, t("The text is too long. Shorten it and send it again.")));
    return field.focus();
  }
  const told = text && navigator.onLine ? await looked(text) : null;
  if (!told || !told.ok || !told.finding.length || !host.isConnected) return send();
  const kinds = {
    national_id: t("a national identity number"), phone: t("a telephone number"), email: t("an e-mail address"),
  };
  const what = told.finding.map((kind) => kinds[kind] || kind).join(", ");
  const change = button(t("Change the text"), "primary", () => {
    put(host);
    field.focus();
  });
  put(host, el("div", { class: "rs-note warn care", role: "group", "aria-labelledby": "care" },
    el("p", { id: "care" }, t("This looks like {what}.", { what })),
    el("p", {}, t("We hold it back until a moderator has read it. Is it meant to be known by everybody in the room?")),
    el("div", { class: "between" }, change, button(t("Send as it is"), "", () => {
      put(host);
      send();
    }))));
  host.scrollIntoView({ block: "nearest" });
  return change.focus();
}

function looked(text) {
  return Promise.race([admitted.then(() => post("look", { text })), new Promise((done) => setTimeout(done, LOOK_MS, null))]);
}
