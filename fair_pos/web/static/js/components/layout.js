// @ts-check
/** The slip template: the paper is drawn anew while the form is filled in; a logo as soon as it is chosen. */

const PAUSE_MS = 250;

const layoutForm = document.querySelector("form[data-paper]");
const paperSide = document.querySelector("[data-preview]");
if (layoutForm instanceof HTMLFormElement && paperSide instanceof HTMLElement) renew(layoutForm, paperSide);

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} preview
 */
function renew(form, preview) {
  const paper = /** @type {HTMLImageElement} */ (preview.querySelector("img"));
  const status = /** @type {HTMLElement} */ (preview.querySelector("[role=status]"));
  const words = status.textContent;
  let timer = 0;
  let asked = new AbortController();

  /** @type {HTMLElement} */ (form.querySelector("[data-try]")).hidden = true;
  form.addEventListener("input", later);
  preview.addEventListener("input", later);

  /** @param {Event} event */
  async function later(event) {
    clearTimeout(timer);
    const field = event.target;
    if (field instanceof HTMLInputElement && field.type === "file") await send(form, field).catch(lost);
    timer = setTimeout(() => draw().catch(lost), PAUSE_MS);
  }

  async function draw() {
    asked.abort();
    asked = new AbortController();
    const typed = new FormData(form);
    typed.delete("picture");
    const answer = await fetch(form.dataset.paper ?? "", { method: "POST", body: typed, signal: asked.signal, redirect: "error" });
    if (!answer.ok) throw new Error(String(answer.status));
    const old = paper.src;
    paper.src = URL.createObjectURL(await answer.blob());
    paper.dataset.mm = String(typed.get("mm"));
    status.textContent = words;
    URL.revokeObjectURL(old);
  }

  /** @param {Error} fault */
  function lost(fault) {
    if (fault.name !== "AbortError") status.textContent = status.dataset.lost ?? "";
  }
}

/**
 * Hands a logo in, which gives its name, or a sentence under the field.
 * @param {HTMLFormElement} form
 * @param {HTMLInputElement} field
 */
async function send(form, field) {
  const [file] = field.files ?? [];
  document.getElementById("picture-fault")?.remove();
  field.removeAttribute("aria-invalid");
  if (!file) return;
  const body = new FormData();
  body.set("picture", file);
  const response = await fetch(form.dataset.logo ?? "", { method: "POST", body, redirect: "error" });
  const answer = await response.json();
  if (response.ok) {
    const name = /** @type {HTMLInputElement} */ (form.elements.namedItem("logo"));
    const none = /** @type {HTMLInputElement} */ (form.elements.namedItem("no_logo"));
    name.value = `-${answer.logo}`;
    none.checked = false;
    return;
  }
  const fault = Object.assign(document.createElement("p"), { id: "picture-fault", className: "fault", textContent: answer.message });
  fault.setAttribute("role", "alert");
  field.after(fault);
  field.setAttribute("aria-invalid", "true");
  field.value = "";
}
