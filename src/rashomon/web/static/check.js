// A draft outlives a change of language and a look elsewhere; a check that takes its time says so.
"use strict";

for (const field of document.querySelectorAll("textarea[data-keep]")) {
  const name = field.dataset.keep;
  try {
    if (!field.value) field.value = sessionStorage.getItem(name) ?? "";
    field.addEventListener("input", () => sessionStorage.setItem(name, field.value));
    sessionStorage.setItem(name, field.value);
  } catch {
    // where nothing may be kept, nothing is
  }
}

for (const form of document.querySelectorAll("form.draft")) {
  const button = form.querySelector("button");
  const label = button.textContent;
  form.addEventListener("submit", () => {
    button.disabled = true;
    button.textContent = button.dataset.busy;
    form.setAttribute("aria-busy", "true");
  });
  addEventListener("pageshow", () => {
    button.disabled = false;
    button.textContent = label;
    form.removeAttribute("aria-busy");
  });
}
