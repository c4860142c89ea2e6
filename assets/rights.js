/* The receipt's pages: the receipt in the address opens them, and deleting asks once more. */
(function () {
  "use strict";
  const form = document.getElementById("receipt-form");
  const number = decodeURIComponent(window.location.hash.slice(1));
  if (form && number && !document.querySelector("[role=alert]")) {
    form.elements.receipt.value = number;
    form.requestSubmit();
  }

  for (const one of document.querySelectorAll(".rights-delete")) {
    const button = one.querySelector("button");
    one.addEventListener("submit", (event) => {
      if (one.dataset.asked) return;
      event.preventDefault();
      one.dataset.asked = "yes";
      button.textContent = one.dataset.ask;
      button.setAttribute("aria-label", one.dataset.ask + " – " + button.getAttribute("aria-label"));
    });
  }

  const print = document.getElementById("print");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }
})();
