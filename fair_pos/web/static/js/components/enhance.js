// @ts-check
/** Small comforts of the office's pages; every page works without them. */

const refused = document.querySelector("[data-refused]");
if (refused instanceof HTMLElement) refused.focus();

/** A filter sends itself when a choice is made; its button stays for the keyboard. */
for (const form of document.querySelectorAll("form.filters")) {
  form.addEventListener("change", (event) => {
    if (event.target instanceof HTMLSelectElement && form instanceof HTMLFormElement) form.requestSubmit();
  });
}

/** A filter keeps what was typed into the list's own form: data-with="labels". */
for (const form of document.querySelectorAll("form[data-with]")) {
  form.addEventListener("formdata", (event) => {
    const typed = document.getElementById(form.getAttribute("data-with") ?? "");
    if (!(typed instanceof HTMLFormElement) || !(event instanceof FormDataEvent)) return;
    for (const [name, value] of new FormData(typed)) if (value) event.formData.append(name, value);
  });
}

/** A form is sent once, however often its button is pressed. */
for (const form of document.querySelectorAll('form[method="post"]')) {
  form.addEventListener("submit", (event) => {
    if (form.hasAttribute("data-sent")) event.preventDefault();
    else tellBusy(form);
    form.setAttribute("data-sent", "");
  });
}

/**
 * What takes longer than a moment says so until the next page is there: data-busy="Reading the file…"
 * @param {Element} form
 */
function tellBusy(form) {
  const words = form.getAttribute("data-busy");
  if (!words) return;
  const said = document.createElement("span");
  said.className = "busy";
  said.setAttribute("role", "status");
  said.append(words, document.createElement("progress"));
  form.querySelector("button")?.after(said);
}

/** A group that belongs to one choice is shown with that choice only: data-when="sponsor_kind=commune". */
for (const group of document.querySelectorAll("[data-when]")) {
  const [name, values] = (group.getAttribute("data-when") ?? "").split("=");
  const field = document.querySelector(`[name="${name}"]`);
  if (!(field instanceof HTMLSelectElement) || !(group instanceof HTMLElement)) continue;
  const show = () => {
    group.hidden = !values.split(",").includes(field.value);
  };
  field.addEventListener("change", show);
  show();
}
addEventListener("pageshow", () => {
  document.querySelectorAll("[data-sent]").forEach((form) => form.removeAttribute("data-sent"));
  document.querySelectorAll(".busy").forEach((said) => said.remove());
});
