/* At the desk: a text, a pin or a photo is deleted for good, after a question. */
(function () {
  "use strict";
  const desk = ((window.radslag = window.radslag || {}).desk = window.radslag.desk || {});

  /** A button for a row of the list; the row tells by `element.text` what it holds now. */
  desk.deletion = function (room, text) {
    const { t } = room;
    const name = text.kind === "pin" ? t("Delete this pin for good?") : t("Delete this text for good?");
    const about = text.kind === "pin"
      ? t("The place, the words and the photo go now, on every screen and in the record. Nobody can bring them back.")
      : t("The words go now, on every screen and in the record. Nobody can bring them back.");
    return desk.button(t("Delete"), async () => {
      if (await desk.ask(name, about, t("Delete for good"), t("Keep"))) {
        room.send("delete", { item: text.text_id }, { anyVersion: true });
      }
    }, { kind: "quiet", unseen: ": " + (text.text || t("Pin on the map")) });
  };
})();
