// A tip beside what the pointer or the keyboard is at. The page says all of it without.
(() => {
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true");
  document.body.append(tip);
  const show = (target) => {
    tip.textContent = target.dataset.tip;
    tip.hidden = false;
    const at = target.getBoundingClientRect(), own = tip.getBoundingClientRect();
    const width = document.documentElement.clientWidth;
    const left = Math.min(Math.max(8, at.left + at.width / 2 - own.width / 2), Math.max(8, width - own.width - 8));
    const above = at.top - own.height - 8;
    tip.style.left = `${left + window.scrollX}px`;
    tip.style.top = `${(above < 0 ? at.bottom + 8 : above) + window.scrollY}px`;
  };
  const hide = () => { tip.hidden = true; };
  // What gets the focus is scrolled to: its tip goes with it.
  const follow = () => {
    if (tip.hidden) return;
    const target = document.activeElement;
    if (target?.dataset?.tip === tip.textContent) show(target); else hide();
  };
  for (const target of document.querySelectorAll("[data-tip]")) {
    // The browser's own tip would stand beside ours.
    for (const title of target.querySelectorAll("title")) title.remove();
    target.addEventListener("pointerenter", () => show(target));
    target.addEventListener("pointerleave", hide);
    target.addEventListener("focus", () => show(target));
    target.addEventListener("blur", hide);
  }
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  document.addEventListener("scroll", follow, true);
  // On paper nothing can be opened.
  const opened = [];
  window.addEventListener("beforeprint", () => {
    for (const part of document.querySelectorAll("details:not([open])")) { part.open = true; opened.push(part); }
  });
  window.addEventListener("afterprint", () => { for (const part of opened.splice(0)) part.open = false; });
})();
