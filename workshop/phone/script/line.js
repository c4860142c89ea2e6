// The line to the server: it comes back by itself and says `join` each time it does.

const line = { socket: null, joined: false, tries: 0, since: Date.now(), timer: 0, ticket: null };

/** Waits a random part of 0.5·2^k seconds: at most 2 s in the first half minute, then 5 s. */
function pause() {
  const cap = Date.now() - line.since < 30000 ? 2000 : 5000;
  return Math.random() * Math.min(cap, 500 * 2 ** line.tries++);
}

line.open = function () {
  clearTimeout(line.timer);
  if (line.socket || line.renewing || !line.ticket) return;
  line.socket = openSocket({ role: "phone", session: boot.session, ticket: line.ticket }, {
    joined: line.join,
    event: (name, body) => {
      if (name !== "view" || !line.joined) return;
      if (left.has(body.epoch) || !fits(body)) line.join();
      else if (body.since == null) take({ epoch: body.epoch, seq: body.seq, view: body });
      else if (body.seq > now.seq) take({ epoch: body.epoch, seq: body.seq, view: withFigures(body) });
    },
    refused: line.refused,
    closed: line.lost,
  });
};

function take(message) {
  if (accept(message.epoch, message.seq, message.view, message.mine)) refresh(true);
  followUp(message);
}

/** What a moderator made of my words is told to those who ask: when the room goes on, if some of mine waited. */
let wasAt = "";
function followUp({ view, mine }) {
  const round = view.round || {};
  const before = wasAt;
  wasAt = [view.session.phase, round.id, round.state, round.revealed].join();
  if (mine || wasAt === before || !now.mine.contributions.some((own) => own.state === "pending")) return;
  setTimeout(() => line.joined && line.join(), Math.random() * 3000);
}

/** A whole view always fits; figures alone only the state that we show: else something is missing. */
function fits(told) {
  return told.since == null || (told.epoch === now.epoch && told.since <= now.seq);
}

function withFigures(told) {
  const round = now.view.round && { ...now.view.round, turnout: told.turnout };
  return { ...now.view, round, people: told.people, seq: told.seq, proof: told.proof, now_ms: told.now_ms };
}

line.join = function () {
  const shown = now.view && now.seq >= 0 ? now.seq : 0;
  line.socket.ask("join", { ...witnessed(), shown }, 6000, (ack) => {
    if (!ack || !ack.ok) return line.socket && line.socket.close();
    line.joined = true;
    line.tries = 0;
    take({ ...ack, view: ack.view || { ...now.view, now_ms: ack.now_ms } });
    outbox.flush();
    refresh();
    return turnPage(ack.page);
  });
};

/** The server speaks for a newer page: it is fetched once nothing of ours is on its way or half written. */
let newest = null;
function turnPage(page) {
  newest = page || newest;
  const writing = /INPUT|TEXTAREA/.test(document.activeElement.tagName);
  if (!newest || newest === boot.page || writing || outbox.entries().length) return;
  // Once only: whatever stands between us and the server may keep the old page for a while.
  if (sessionStorage.page === newest) return;
  sessionStorage.page = newest;
  setTimeout(() => location.reload(), Math.random() * 2000);
}

/** Asks for the newest state: over the line that seems to be open, or over a new one. */
line.rejoin = function () {
  if (line.joined) line.join();
  else line.open();
};

line.lost = function () {
  line.socket = null;
  if (line.joined) line.since = Date.now();
  line.joined = false;
  outbox.landed();
  refresh();
  line.soon(pause());
};

line.soon = function (wait) {
  clearTimeout(line.timer);
  line.timer = setTimeout(line.open, wait);
};

line.refused = function (code) {
  line.socket = null;
  line.joined = false;
  if (code === "unknown_session") return location.reload();
  return line.renew();
};

/** A ticket is short-lived; the cookie gets us another. Without the cookie we join again. */
line.renew = async function () {
  line.renewing = true;
  const answer = await post("ticket", {});
  line.renewing = false;
  if (answer.ok) {
    line.ticket = answer.ticket;
    line.soon(line.tries++ < 2 ? 0 : pause());
  } else if (answer.code === "offline" || answer.code === "busy") line.soon(pause());
  else line.gone();
};

/** We are nobody here any more: the page that comes says why. */
line.gone = () => location.reload();

/** Posts to this session; the answer is always an object with `ok`. */
async function post(what, body) {
  try {
    const answer = await fetch("/j/" + boot.code + "/" + what, {
      method: "POST", credentials: "same-origin",
      headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
    });
    const told = await answer.json().catch(() => ({}));
    return "ok" in told && !(answer.status >= 500) ? told : { ok: false, code: "busy" };
  } catch (unreachable) {
    return { ok: false, code: "offline" };
  }
}

window.addEventListener("offline", () => {
  if (line.socket) line.socket.close();
});
window.addEventListener("online", () => {
  line.tries = 0;
  if (shown.started) line.rejoin();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "visible" || !shown.started) return;
  line.tries = 0;
  line.rejoin();
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted && shown.started) line.rejoin();
});
