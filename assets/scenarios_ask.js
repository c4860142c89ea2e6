/* Asks the server: while somebody drags, one question is under way and the newest waits for it. */
(function () {
  "use strict";
  const page = ((window.radslag = window.radslag || {}).scenarios = window.radslag.scenarios || {});

  const post = (address, body, t) =>
    ask(address, t, { method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json" }, body: JSON.stringify(body) });

  /** {ok: false, text} stands for whatever went wrong; a signed-out answer is the sign-in page. */
  async function ask(address, t, how) {
    try {
      const answer = await fetch(address, how || { headers: { Accept: "application/json" } });
      if (answer.redirected || answer.status === 401) return { ok: false, code: "signed_out", text: t("Sign in first. What is chosen stays on this page.") };
      if (answer.status === 403) return { ok: false, code: "forbidden", text: t("This is not open to your account.") };
      return await answer.json();
    } catch {
      return { ok: false, code: "lost", text: t("The server does not answer. What is chosen stays; try again in a moment.") };
    }
  }

  async function get(address) {
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }

  /** Latest wins: `ask` replaces what waits; `take` is given each answer with what was asked. */
  class Line {
    constructor(address, t, take) {
      Object.assign(this, { address, t, take, waiting: null, busy: false });
    }

    ask(body) {
      this.waiting = body;
      if (!this.busy) this.run();
    }

    async run() {
      this.busy = true;
      while (this.waiting) {
        const asked = this.waiting;
        this.waiting = null;
        const told = await post(this.address, asked, this.t);
        this.take(told, asked);
      }
      this.busy = false;
    }
  }

  Object.assign(page, { ask, post, get, Line });
})();
