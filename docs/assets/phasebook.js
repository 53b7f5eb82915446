/* What the theme leaves unnamed gets a name for screen readers, and ticked boxes stay ticked. Nothing on the pages depends on this. */
(() => {
  "use strict";
  const name = (selector, label) => document.querySelectorAll(selector).forEach((element, number) => {
    if (!element.hasAttribute("aria-label")) element.setAttribute("aria-label", label(number + 1));
  });

  /* A browser may refuse to remember anything, above all for pages from a folder. */
  const remembered = {
    get: key => { try { return localStorage.getItem(key); } catch { return null; } },
    set: (key, value) => { try { value ? localStorage.setItem(key, "1") : localStorage.removeItem(key); } catch { /* it is ticked all the same */ } },
  };

  const ticks = () => document.querySelectorAll("input[data-tick]").forEach(box => {
    const key = `phasebook:${location.pathname}#${box.dataset.tick}`;
    box.checked = remembered.get(key) === "1";
    box.addEventListener("change", () => remembered.set(key, box.checked));
  });

  const names = () => {
    name(".md-search", () => "Search");
    document.querySelector(".md-nav--primary")?.setAttribute("aria-label", "Guide");
    name(".md-code__nav", number => `Code block ${number}`);
    document.querySelectorAll(".md-typeset__scrollwrap, .md-typeset pre > code").forEach(box => { box.tabIndex = box.scrollWidth > box.clientWidth ? 0 : -1; });
  };

  /* A picture wider than the screen is shown from its middle. */
  const centre = () => document.querySelectorAll(".pb-scroll").forEach(box => { box.scrollLeft = (box.scrollWidth - box.clientWidth) / 2; });

  const start = () => { ticks(); names(); centre(); };
  window.document$ ? window.document$.subscribe(start) : addEventListener("DOMContentLoaded", start);
})();
