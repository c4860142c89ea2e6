/* At the desk: the shared devices in use, by the number on their screens, and an end to one of them. */
(function () {
  "use strict";
  const desk = ((window.radslag = window.radslag || {}).desk = window.radslag.desk || {});
  const { el, button, ask } = desk;

  function devices(room) {
    const { t } = room;
    const list = el("ul", { class: "desk-devices" });
    const element = el("div", { class: "desk-shared" },
      el("p", { class: "desk-small-heading", text: t("Shared devices in use") }), list,
      el("p", { class: "soft desk-hint", text: t("The number stands at the bottom of the device's screen.") }));
    const since = new Intl.DateTimeFormat(room.lang, { timeStyle: "short" });
    let drawn = "";

    async function end(number) {
      const sure = await ask(t("End shared device {n}?", { n: number }),
        t("Whoever stands there can no longer answer on it. What was counted stays. With the link it becomes a shared device again, with a new number."),
        t("End it"), t("Not now"));
      if (sure) await room.send("end_device", { number }, { anyVersion: true });
    }

    const row = ({ number, since_ms }) => el("li", {},
      el("span", { class: "figures", text: t("Shared device {n}, since {time}", { n: number, time: since.format(since_ms) }) }),
      button(t("End it"), () => end(number), { kind: "quiet", label: t("End shared device {n}", { n: number }) }));

    return {
      element,
      /** Rows are made anew only when the list is another: a button keeps its place under a finger. */
      update(view) {
        const told = view.session.phase === "closed" ? [] : view.entry.devices;
        const next = told.map((one) => one.number).join();
        element.hidden = !told.length;
        if (next === drawn) return;
        drawn = next;
        list.replaceChildren(...told.map(row));
      },
    };
  }

  Object.assign(desk, { devices });
})();
