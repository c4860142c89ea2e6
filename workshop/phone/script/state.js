// What the server last told us, and what of ours is still on its way.

const now = { epoch: null, seq: -1, view: null, mine: null, restored: false, offset: 0 };
// What was before a restore: a view of it that was under way is not taken for another restore.
const left = new Set();

/** Takes a view unless it is older than what we show; true when the screen has to follow. */
function accept(epoch, seq, view, mine) {
  const same = epoch === now.epoch;
  if (same && seq < now.seq) {
    if (mine) now.mine = mine;
    // A record that lost its end is behind what we show, and says that answers cannot be taken.
    const damaged = view.alarm && view.alarm.kind === "damaged";
    if (damaged) now.view = { ...now.view, alarm: view.alarm };
    return damaged;
  }
  if (!same && now.epoch !== null) {
    now.restored = true;
    left.add(now.epoch);
  }
  left.delete(epoch);
  now.epoch = epoch;
  now.seq = seq;
  now.view = view;
  if (mine) now.mine = mine;
  if (view.now_ms) now.offset = view.now_ms - Date.now();
  witness(seq, view.proof);
  return true;
}

/** The newest place in the log that this phone has seen: a server that knows less has lost something. */
function witness(seq, proof) {
  const seen = store.get("seen");
  if (!seen || seen.epoch !== now.epoch || seen.seq < seq) {
    store.set("seen", { epoch: now.epoch, seq, proof });
  }
}

function witnessed() {
  return store.get("seen") || { epoch: now.epoch, seq: now.seq, proof: now.view && now.view.proof };
}

/** Writes an operation that the server has counted into what is ours. */
function counted(body, ack) {
  const mine = now.mine;
  if (ack.seq != null) witness(ack.seq, ack.proof);
  if (!mine) return;
  if (body.do === "ballot" || body.do === "withdraw") {
    keep(mine.ballots, body, body.do === "ballot" ? body.value : null);
  } else if (body.do === "support") {
    keep(mine.supports, body, body.value);
  } else if (body.do === "delete") {
    mine.contributions = mine.contributions.filter((own) => own.id !== body.item);
  } else if (body.do === "unphoto") {
    for (const own of mine.contributions) if (own.id === body.item) own.photo = null;
  } else if (body.do === "correct") {
    for (const own of mine.contributions) if (own.id === body.item) corrected(own, body, "pending", ack.finding);
  } else if (body.do === "profile") {
    mine.profile = { group: body.group, district: body.district, language: body.language };
  } else if (ack.id && !mine.contributions.some((own) => own.id === ack.id)) {
    mine.contributions.push({ ...body, kind: body.do, id: ack.id, state: "pending", finding: ack.finding });
  }
}

function corrected(own, body, state, finding) {
  return Object.assign(own, { text: body.text, state, finding });
}

function keep(kept, body, value) {
  const round = (kept[body.round] = kept[body.round] || {});
  const item = body.item || "";
  if (!round[item] || round[item].rev < body.rev) round[item] = { value, rev: body.rev };
}

/** What I answered: the newest of what is counted and what is on its way. */
function answer(round, item, supports) {
  const kept = ((now.mine && now.mine[supports ? "supports" : "ballots"]) || {})[round] || {};
  let best = kept[item] ? { value: kept[item].value, rev: kept[item].rev, sent: true } : null;
  for (const { body } of outbox.entries()) {
    const same = body.round === round && (body.item || "") === item && body.rev != null;
    if (same && (body.do === "support") === Boolean(supports) && (!best || body.rev > best.rev)) {
      best = { value: body.do === "withdraw" ? null : body.value, rev: body.rev, sent: false };
    }
  }
  return best && best.value !== null ? best : null;
}

/** Everything that I answered in a round, counted or on its way. */
function answers(round) {
  const kept = Object.keys(((now.mine && now.mine.ballots) || {})[round] || {});
  const leaving = outbox.entries().filter(({ body }) => body.round === round && body.do === "ballot");
  const items = new Set([...kept, ...leaving.map(({ body }) => body.item || "")]);
  return [...items].map((item) => answer(round, item)).filter(Boolean);
}

/** The next revision of an answer; shared by the tabs of this phone. */
function revision(round, item, supports) {
  const name = "rev." + round + "." + (supports ? "s." : "") + item;
  const kept = ((now.mine && now.mine[supports ? "supports" : "ballots"]) || {})[round] || {};
  const next = Math.max(store.get(name) || 0, kept[item] ? kept[item].rev : 0) + 1;
  store.set(name, next);
  return next;
}

/** My pins or ideas in a round, the unsent ones too. */
function contributions(kind, round) {
  const leaving = outbox.entries().filter((e) => e.body.do === "delete").map((e) => e.body.item);
  const approved = (now.view.ideas || []).map((idea) => idea.id);
  const told = ((now.mine && now.mine.contributions) || [])
    .filter((own) => own.kind === kind && (!round || own.round === round))
    .map((own) => ({ ...own, state: approved.includes(own.id) ? "approved" : own.state, leaving: leaving.includes(own.id) }));
  for (const { body } of outbox.entries()) {
    const own = body.do === "correct" && told.find((one) => one.id === body.item);
    if (own) corrected(own, body, "unsent");
  }
  const unsent = outbox.entries()
    .filter((e) => e.body.do === kind && (!round || e.body.round === round))
    .map((e) => ({ ...e.body, kind, id: null, state: "unsent" }));
  return told.concat(unsent);
}
