// Shows what a query takes while one types it: asks for the page again, and puts its results in place.
// Without it the form works all the same.
"use strict";
(() => {
  const WAIT = 300; // milliseconds after the last key
  const form = document.querySelector("form.search");
  const box = form.querySelector("input");
  const place = new URL(form.action).pathname; // it may stand below a path
  let timer, asking;

  async function show(query) {
    asking?.abort();
    asking = new AbortController();
    const signal = asking.signal;
    const address = `${place}?q=${encodeURIComponent(query)}`;
    document.querySelector("#results").setAttribute("aria-busy", "true");
    let text;
    try {
      text = await (await fetch(address, { signal })).text();
    } catch {
      if (!signal.aborted) document.querySelector("#results").removeAttribute("aria-busy");
      return;
    }
    const page = new DOMParser().parseFromString(text, "text/html");
    const results = page.querySelector("#results");
    if (signal.aborted || !results) return;
    document.querySelector("#results").replaceWith(document.adoptNode(results));
    const feed = 'link[rel="alternate"]';
    document.head.querySelectorAll(feed).forEach((link) => link.remove());
    page.head.querySelectorAll(feed).forEach((link) => document.head.append(document.adoptNode(link)));
    document.title = page.title;
    history.replaceState(null, "", query ? address : place);
  }

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => show(box.value.trim()), WAIT);
  });
})();
