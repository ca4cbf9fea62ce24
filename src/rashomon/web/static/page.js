// What a page can do better with a script. Without it everything can be read, searched and copied by hand.
"use strict";

// Copy a claim with its citations.
for (const button of document.querySelectorAll("button.copy")) {
  const text = button.parentElement.querySelector("textarea");
  button.hidden = false;
  button.addEventListener("click", async () => {
    text.select();
    try {
      await navigator.clipboard.writeText(text.value);
    } catch {
      document.execCommand("copy");
    }
    const label = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = label; }, 1500);
  });
}

// Fold and unfold all that can be.
for (const button of document.querySelectorAll("button.unfold")) {
  button.hidden = false;
  const folded = document.querySelectorAll(".body details:not(.cite)");
  let open = false;
  const labels = [button.textContent, button.dataset.close];
  button.addEventListener("click", () => {
    open = !open;
    for (const one of folded) one.open = open;
    button.textContent = labels[Number(open)];
  });
}

// A link to a claim opens what it is folded into.
const unfold = () => {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let one = target; one; one = one.parentElement) if (one.tagName === "DETAILS") one.open = true;
  if (target) target.scrollIntoView();
};
addEventListener("hashchange", unfold);
if (location.hash) unfold();

// A text that was checked is printed whole; of other pages what is open.
addEventListener("beforeprint", () => {
  for (const one of document.querySelectorAll("details.more")) one.open = true;
});

// Search as you type: the same page is asked for, and its results take the place of those shown.
for (const form of document.querySelectorAll("form[data-live]")) {
  let waiting = 0;
  let asking = null;
  const show = async () => {
    const results = document.getElementById(form.dataset.live);
    const given = [...new FormData(form)].filter(([, value]) => value !== "");
    const address = form.action + (given.length ? "?" + new URLSearchParams(given) : "");
    asking?.abort();
    asking = new AbortController();
    results.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { signal: asking.signal });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      results.replaceChildren(...page.getElementById(form.dataset.live).childNodes);
      history.replaceState(null, "", address);
    } catch (error) {
      if (error.name !== "AbortError") form.submit();
      return;
    }
    results.removeAttribute("aria-busy");
  };
  form.addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(show, event.target.tagName === "SELECT" ? 0 : 300);
  });
}

// The choice of a language needs no button.
for (const select of document.querySelectorAll(".tongue select")) {
  select.form.querySelector("button").hidden = true;
  select.addEventListener("change", () => select.form.submit());
}
