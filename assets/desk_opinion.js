/* Under the results of a round of statements: the opinion groups so far, asked for at most every
   five seconds and only when something has changed. */
(function () {
  "use strict";
  const desk = ((window.radslag = window.radslag || {}).desk = window.radslag.desk || {});
  const { el, put } = desk;
  const EVERY = 5000;

  desk.opinion = function (room) {
    const element = el("p", { class: "soft desk-opinion" });
    let last = 0;
    let waits = 0;
    let round = "";
    element.hidden = true;

    async function ask() {
      waits = 0;
      last = Date.now();
      const asked = round;
      try {
        const answer = await fetch("/desk/" + room.root.dataset.session + "/opinion.json");
        const told = answer.ok && !answer.redirected ? await answer.json() : { said: "" };
        if (asked !== round) return;
        put(element, told.said);
        element.hidden = !told.said;
      } catch { /* The line is down: the next change asks again. */ }
    }

    return {
      element,
      update(view) {
        const mine = view.results && view.results.kind === "statements" && view.round;
        const now = mine ? view.round.id : "";
        if (now !== round) {
          round = now;
          element.hidden = true;
        }
        if (round && !waits) waits = setTimeout(ask, Math.max(0, last + EVERY - Date.now()));
      },
    };
  };
})();
