// The receipt: what opens my contributions without this phone, also after the workshop.

let receiptTold = null;

function receiptBox() {
  const host = el("div", { class: "receipt" });
  const ask = button(t("Show my receipt"), "", async () => {
    const told = await post("receipt", {});
    // Meanwhile the screen may have been drawn anew.
    const here = document.querySelector(".receipt") || host;
    if (told.ok) {
      receiptTold = told;
      put(here, receipt(told));
      here.querySelector(".receipt-number").focus();
    } else here.append(el("p", { class: "problem", role: "alert" }, t("It did not work just now. Try again in a moment.")));
  });
  put(host, receiptTold ? receipt(receiptTold) : ask);
  return el("div", {}, el("h3", {}, t("My receipt")),
    el("p", {}, t("With it you can see and delete what you sent, also after the workshop and from another phone.")), host);
}

function receipt(told) {
  const copied = el("span", { class: "soft", role: "status" });
  // Without https there is no clipboard for us.
  const copy = () => admitted.then(() => navigator.clipboard.writeText(told.url))
    .then(() => t("Copied"), () => t("Select the number above and copy it.")).then((said) => put(copied, said));
  return [
    el("img", { src: told.qr, alt: t("The receipt as a square code"), width: 220, height: 220 }),
    el("p", { class: "receipt-number figures", tabindex: -1 }, told.receipt),
    el("div", { class: "between" }, button(t("Copy the link"), "small", copy),
      el("a", { class: "rs-button small", href: told.url, target: "_blank", rel: "noopener" }, t("Open it")), copied),
    el("p", { class: "soft" }, t("Whoever has the receipt can see and delete what you sent. Keep it to yourself.")),
  ];
}
