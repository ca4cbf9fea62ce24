// Accounts side by side: whole accounts, each in its own order, that scroll together; partners are marked.
"use strict";

const page = document.querySelector(".beside");
const rows = page.querySelector(".rows");
const ways = page.querySelector(".ways");

// A passage that stands in several rows is one passage in its own account.
const build = () => {
  const own = document.createElement("div");
  own.className = "own";
  for (let column = 0; column < Number(page.dataset.columns); column++) {
    const shown = document.createElement("section");
    shown.className = "column";
    shown.tabIndex = 0;
    shown.setAttribute("aria-label", page.querySelectorAll(".account-head strong")[column].textContent);
    const known = new Map();
    for (const row of rows.querySelectorAll(".row")) {
      for (const passage of row.querySelectorAll(`.cell[data-column="${column}"] .passage`)) {
        const at = Number(passage.dataset.at);
        if (!known.has(at)) {
          const copy = passage.cloneNode(true);
          copy.classList.remove("again");
          known.set(at, copy);
        }
        const copy = known.get(at);
        if (row.classList.contains("single")) {
          copy.classList.add("single");
          continue;
        }
        for (const kind of ["differ", "agree", "perhaps"]) {
          if (row.classList.contains(kind) && !copy.matches(".differ, .agree")) copy.classList.add(kind);
        }
        copy.dataset.rows = `${copy.dataset.rows ?? ""} ${row.id} `;
        copy.tabIndex = 0;
      }
    }
    for (const [, copy] of [...known].sort(([one], [other]) => one - other)) shown.append(copy);
    own.append(shown);
  }
  rows.after(own);
  return own;
};

const joined = (one) => (one.dataset.rows ?? "").split(" ").filter(Boolean);

const partners = (one) => {
  const mine = joined(one);
  return [...page.querySelectorAll(".own .passage")].filter(
    (other) => other.parentElement !== one.parentElement && joined(other).some((row) => mine.includes(row)));
};

const mark = (one) => {
  for (const other of page.querySelectorAll(".partner")) other.classList.remove("partner");
  if (!one) return;
  for (const other of [one, ...partners(one)]) other.classList.add("partner");
};

// The other columns come to where the joined passage nearest to the reading line is.
const LINE = 0.3;
let leading = null;
const place = (column, one) => one.offsetTop - column.clientHeight * LINE;
const follow = (own, column) => {
  const line = column.scrollTop + column.clientHeight * LINE;
  for (const other of own.children) {
    if (other === column) continue;
    let best = null;
    for (const one of column.querySelectorAll("[data-rows]")) {
      const there = partners(one).find((two) => two.parentElement === other);
      const far = Math.abs(one.offsetTop + one.offsetHeight / 2 - line);
      if (there && (!best || far < best.far)) best = { far, one, there };
    }
    if (best) other.scrollTop = place(other, best.there) + (line - best.one.offsetTop);
  }
};

const enliven = (own) => {
  let waiting = false;
  for (const column of own.children) {
    for (const happening of ["pointerenter", "focusin", "touchstart", "wheel"]) {
      column.addEventListener(happening, () => { leading = column; }, { passive: true });
    }
    column.addEventListener("scroll", () => {
      if (leading !== column || waiting) return;
      waiting = true;
      requestAnimationFrame(() => { waiting = false; follow(own, column); });
    }, { passive: true });
    column.addEventListener("pointerover", (event) => mark(event.target.closest("[data-rows]")));
    column.addEventListener("focusin", (event) => {
      const one = event.target.closest("[data-rows]");
      mark(one);
      if (!one) return;
      for (const other of partners(one)) {
        other.parentElement.scrollTop = place(other.parentElement, other) + (place(column, one) < 0 ? 0 : column.clientHeight * LINE - (one.offsetTop - column.scrollTop));
      }
    });
  }
};

if (ways) {
  let own = null;
  ways.hidden = false;
  for (const button of ways.children) {
    button.addEventListener("click", () => {
      const whole = button.dataset.way === "own";
      if (whole && !own) {
        own = build();
        enliven(own);
      }
      rows.hidden = whole;
      if (own) own.hidden = !whole;
      page.classList.toggle("in-own-order", whole);
      for (const one of ways.children) one.setAttribute("aria-pressed", String(one === button));
    });
  }
}
