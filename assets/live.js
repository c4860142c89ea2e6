/* The live line of stage and desk: one socket, one newest view, and commands that are always answered.
   Within an epoch an older view is dropped; after a lost line it joins anew by itself, for ever. */
(function () {
  "use strict";
  const radslag = (window.radslag = window.radslag || {});
  const PATIENT_AFTER_MS = 30000;
  const ANSWER_WITHIN_MS = 6000;
  const TRIES = 4;

  /** A name that no other operation has: a repeated sending is known by it. */
  function operationId() {
    const bytes = crypto.getRandomValues(new Uint8Array(12));
    return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  }

  /** May `view` replace `last`? Another epoch replaces everything. */
  function newer(last, view) {
    return !last || view.epoch !== last.epoch || view.seq >= last.seq;
  }

  /** What to show of a view, or null. A record that lost its end is behind what everybody has seen:
      the picture stays, and says that answers cannot be taken. */
  function shownOf(last, view) {
    if (newer(last, view)) return view;
    return view.alarm && view.alarm.kind === "damaged" ? { ...last, alarm: view.alarm } : null;
  }

  /**
   * Connect as `role` to `session` and call `onView(view)` with each view that is not older.
   * `onState` hears "live", "lost" or "refused" (with the code); `onNewer` is called when a server
   * that we came back to speaks for a newer version of this page; `onLive` hears sliders move.
   * Returns {command(name, args) → Promise<answer>, view(), close()}.
   */
  function connect({ role, session, key, onState, onNewer, onLive }, onView) {
    const say = onState || (() => {});
    let page = "";
    // What was before a restore: a view of it that was still under way is not shown any more.
    const left = new Set();
    let last = null;
    let lostAt = 0;
    const socket = window.io({
      transports: ["websocket"],
      auth: { role, session, key },
      reconnectionDelay: 500,
      reconnectionDelayMax: 2000,
      randomizationFactor: 1,
      timeout: 5000,
    });

    function take(told) {
      const view = shownOf(last, told);
      if (!view) return;
      if (last && last.epoch !== view.epoch) left.add(last.epoch);
      left.delete(view.epoch);
      last = view;
      onView(view);
    }

    function join() {
      const seen = last ? { epoch: last.epoch, seq: last.seq, proof: last.proof } : {};
      socket.timeout(ANSWER_WITHIN_MS).emit("join", seen, (late, answer) => {
        if (late || !answer || !answer.ok) {
          if (socket.connected) setTimeout(join, 1000);
          return;
        }
        take(answer.view);
        say("live");
        page = page || answer.page;
        if (onNewer && answer.page !== page) onNewer();
      });
    }

    socket.on("connect", () => {
      lostAt = 0;
      socket.io.reconnectionDelayMax(2000);
      join();
    });
    socket.on("view", (view) => (left.has(view.epoch) ? join() : take(view)));
    socket.on("live", (told) => onLive && onLive(told));
    socket.on("disconnect", (reason) => {
      say("lost");
      // The server closed this line on purpose (a restart, a sign-out): the client must ask again itself.
      if (reason === "io server disconnect") setTimeout(() => socket.connect(), 500);
    });
    socket.on("connect_error", (error) => {
      lostAt = lostAt || Date.now();
      if (Date.now() - lostAt > PATIENT_AFTER_MS) socket.io.reconnectionDelayMax(5000);
      const refused = ["forbidden", "signed_out", "unknown_session", "ticket"].includes(error.message);
      say(refused ? "refused" : "lost", error.message);
      // A refusal is not tried again by the library; a server that is still starting may refuse.
      if (!socket.active) setTimeout(() => socket.connect(), 5000);
    });

    /** The same operation is sent again until it is answered: it counts once.
        `anyVersion` is for what two desks may do at the same time, such as moderating texts. */
    async function command(name, args, options) {
      const message = { op_id: operationId(), name, args: args || {} };
      if (last && !(options && options.anyVersion)) message.expected_version = last.version;
      for (let attempt = 0; attempt < TRIES; attempt++) {
        try {
          const answer = await socket.timeout(ANSWER_WITHIN_MS).emitWithAck("cmd", message);
          if (answer.view) take(answer.view);
          if (answer.ok || answer.code !== "retry") return answer;
        } catch (late) {
          say("lost");
        }
        await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** attempt * Math.random()));
      }
      return { ok: false, code: "retry", reason: "retry" };
    }

    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible" && socket.connected) join();
    });

    return { command, view: () => last, close: () => socket.close(), socket };
  }

  /** Draw the page anew, once the server has it: its sockets are back some seconds before its pages. */
  async function loadAnew() {
    const ready = () => fetch("/readyz").then((answer) => answer.ok, () => false);
    while (!(await ready())) await new Promise((resolve) => setTimeout(resolve, 1000));
    window.location.reload();
  }

  radslag.live = { connect, newer, operationId, loadAnew };
})();
