// The outbox: an operation is written on this phone first, and leaves it only when it is answered.
// Its id is made once, when the person acts. Two tabs may send the same one: it counts once.

const ANSWER_MS = 8000;
const FINAL = ["closed", "limit", "invalid", "forbidden", "conflict"];
const flying = new Map();
const settling = new Set();
let serial = 0;
let notice = null;

function makeId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const outbox = {
  entries() {
    return store.names("op.").map((name) => store.get(name)).filter(Boolean);
  },

  /** Keeps an operation and sends it; with `settle`, only when the hand has rested that long. */
  put(body, settle) {
    const at = Date.now().toString(36).padStart(9, "0") + (serial++).toString(36).padStart(4, "0");
    const entry = { op_id: makeId(), name: "op." + at, body: { language, ...body, seen_seq: Math.max(0, now.seq) } };
    for (const older of outbox.entries()) if (replaced(older, entry)) outbox.drop(older);
    // What was never sent needs no taking back.
    if (body.do === "withdraw" && !answer(body.round, body.item)) return refresh();
    store.set(entry.name, entry);
    notice = null;
    if (settle) {
      settling.add(entry.op_id);
      setTimeout(() => {
        settling.delete(entry.op_id);
        outbox.flush();
      }, settle);
    } else outbox.flush();
    refresh();
  },

  drop(entry) {
    store.remove(entry.name);
    flying.delete(entry.op_id);
  },

  /** Sends everything that is not on its way, oldest first. */
  flush() {
    if (!line.joined) return;
    for (const entry of outbox.entries()) {
      if (!flying.has(entry.op_id) && !settling.has(entry.op_id)) send(entry);
    }
  },

  /** The line broke: what was on its way has to go again. */
  landed() {
    flying.clear();
  },
};

/** An answer that this tab has not sent yet is replaced by a newer answer to the same question. */
function replaced(older, newer) {
  const a = older.body;
  const b = newer.body;
  return b.rev != null && a.rev != null && !flying.has(older.op_id) && settling.has(older.op_id)
    && a.round === b.round && a.item === b.item && (a.do === "support") === (b.do === "support");
}

function send(entry) {
  flying.set(entry.op_id, true);
  line.socket.ask("op", { op_id: entry.op_id, ...entry.body }, ANSWER_MS, (ack) => {
    if (!flying.delete(entry.op_id)) return;
    // No answer in time: this line is not to be trusted, a new one is.
    if (ack) settle(entry, ack);
    else if (line.socket) line.socket.close();
  });
}

function settle(entry, ack) {
  if (ack.ok) return settled(entry, ack);
  if (!FINAL.includes(ack.code) || ack.retry_after != null) {
    settling.add(entry.op_id);
    setTimeout(() => {
      settling.delete(entry.op_id);
      outbox.flush();
    }, 1000 * Math.max(1, ack.retry_after || 2));
    return refresh();
  }
  return settled(entry, ack);
}

function settled(entry, ack) {
  store.set("answered", { ...entry, ack });
  outbox.drop(entry);
  learn(entry, ack);
  turnPage();
}

/** The answer to an operation, whichever tab sent it. */
function learn(entry, ack) {
  const body = entry.body;
  if (ack.ok) counted(body, ack);
  else {
    notice = { text: refusal(ack), round: body.round };
    if (body.text) draft.set([body.do, body.round, body.do === "idea" && body.item].filter(Boolean).join("."), body.text);
    announce(notice.text);
    if (ack.code === "conflict" || ack.code === "forbidden") line.rejoin();
  }
  refresh(!ack.ok);
}

function refusal(ack) {
  const exact = {
    outside: t("That place is outside the area of this workshop. Move the map and try again."),
    session_closed: t("The workshop is over. This answer came too late and was not counted."),
    text_long: t("The text is too long. Shorten it and send it again."),
    text_empty: t("Write something first."),
  };
  const broad = {
    closed: t("The question closed before your answer arrived. It was not counted."),
    limit: t("You have used all your turns here. This one was not counted."),
    forbidden: t("This was not accepted. Reload the page and try again."),
  };
  return exact[ack.reason] || broad[ack.code] || t("We could not read that answer. Please try again.");
}

window.addEventListener("storage", (event) => {
  if (!event.key || !event.key.startsWith(space)) return;
  const name = event.key.slice(space.length);
  if (name === "answered" && event.newValue) {
    const entry = JSON.parse(event.newValue);
    flying.delete(entry.op_id);
    learn(entry, entry.ack);
  } else if (name.startsWith("op.")) refresh();
});
