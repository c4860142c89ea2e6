/* Why answers cannot be stored just now, in plain words, and the way back when a record is damaged. */
(function () {
  "use strict";
  const desk = ((window.radslag = window.radslag || {}).desk = window.radslag.desk || {});
  const { el, put, button, ask } = desk;

  desk.trouble = function (room) {
    const { t } = room;
    const text = el("p");
    const missing = el("p", { class: "soft" });
    const go = button(t("Restore from the newest backup"), restore, { kind: "primary" });
    const element = el("div", { class: "desk-trouble", role: "alert", hidden: true }, el("div", {}, text, missing), go);

    const sentences = () => ({
      damaged: t("The saved record of this workshop is damaged. You see what is left of it; answers wait on the phones."),
      auditing: t("The saved workshop is being checked. It takes answers in a moment."),
      storage: t("Answers cannot be stored just now: the disk is full or fails. They wait on the phones and are sent again."),
    });

    const lost = (n, m) => t("Missing: events {n} to {m}.", { n, m });

    function numbers(damage) {
      return damage && damage.from !== null ? lost(damage.from, damage.to) : "";
    }

    async function restore() {
      const sure = await ask(t("Restore this workshop?"),
        t("The damaged files are kept aside. The newest sound copy takes their place, phones send again what they have that is newer, and the record says who did it."),
        t("Restore"), t("Not now"));
      if (!sure) return;
      go.setAttribute("aria-disabled", "true");
      const answer = await fetch("/review/" + room.root.dataset.session + "/restore", { method: "POST", credentials: "same-origin" })
        .then((told) => told.json(), () => ({}))
        .catch(() => ({}));
      go.removeAttribute("aria-disabled");
      // Somebody else was quicker: then all is well, and this desk is told so as every screen is.
      if (!answer.ok && answer.code !== "conflict") room.say(t("It could not be restored. The person who runs the server finds the reason in the log."));
    }

    return {
      element,

      /** A record that was put in the place of another: what it does not hold. */
      restored(view) {
        const missing = view.restored && view.restored.missing;
        return t("The workshop was restored from the newest saved state.") + (missing ? " " + lost(...missing) : "");
      },

      update(view) {
        const alarm = view.alarm;
        element.hidden = !alarm;
        if (!alarm) return;
        const said = sentences()[alarm.kind];
        if (text.textContent !== said) put(text, said);
        put(missing, numbers(alarm.damage));
        go.hidden = alarm.kind !== "damaged";
      },
    };
  };
})();
