/* What drawings of scales in words share: the tones from one end to the other, and the stacked bar.
   Tones are CSS classes, w for the warm end and c for the cold: the higher the number, the further out. */
(function () {
  "use strict";
  const results = ((window.radslag = window.radslag || {}).results = (window.radslag || {}).results || {});
  const { make, part } = results;

  const TONES = ["w3", "w2", "w1", "mid", "c1", "c2", "c3"];
  const tones = (n) => ({
    5: TONES.filter((tone) => !tone.endsWith("1")),
    6: TONES.filter((tone) => tone !== "mid"),
    7: TONES,
  }[n]);

  const percent = (x) => (100 * x).toFixed(2) + "%";

  /** A track with a piece of each tone, in this order, and a cut before each but the first. */
  function stack(order) {
    const track = make("div", "res-track res-stack");
    for (const tone of order) track.append(make("span", "res-mark res-fill res-tone-" + tone));
    for (const tone of order.slice(1)) track.append(make("span", "res-mark res-cut res-cut-" + tone));
    return track;
  }

  /** Lay the pieces side by side from `start`; shares of the track, in the order of its tones. */
  function pile(element, order, shares, start) {
    let at = start;
    order.forEach((tone, index) => {
      part(element, "res-tone-" + tone).style.transform = `translateX(${percent(at)}) scaleX(${shares[index].toFixed(4)})`;
      if (index) {
        const cut = part(element, "res-cut-" + tone);
        cut.hidden = !shares[index] || at <= start;
        cut.style.transform = `translateX(${percent(at)})`;
      }
      at += shares[index];
    });
  }

  Object.assign(results, { tones, stack, pile });
})();
