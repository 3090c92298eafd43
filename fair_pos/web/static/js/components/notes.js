// @ts-check
/**
 * Sends an inspection note from a phone with a bad connection: photos are made smaller first, the
 * progress is shown, and what was typed stays on the device until the server has it.
 */

const SIDE_MAX = 1600;
const QUALITY = 0.8;

const form = document.querySelector("form[data-note]");
if (form instanceof HTMLFormElement) keep(form);

/** @param {HTMLFormElement} form */
function keep(form) {
  const told = /** @type {HTMLElement} */ (form.querySelector(".told"));
  const bar = /** @type {HTMLProgressElement} */ (form.querySelector("progress"));
  const key = `fair-pos note ${form.dataset.note}`;
  let busy = false;

  if (restore(form, key)) tell(told, form.dataset.restored ?? "");
  form.addEventListener("input", () => save(form, key));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    bar.hidden = false;
    try {
      tell(told, form.dataset.shrinking ?? "");
      const body = await smaller(new FormData(form));
      const answer = await send(form.action, body, (percent) => {
        bar.value = percent;
        tell(told, (form.dataset.sending ?? "").replace("{n}", String(percent)));
      });
      if (answer.status < 300) {
        if (!answer.url.includes("/login")) forget(key);
        location.assign(answer.url);
        return;
      }
      tell(told, `${form.dataset.refused} ${reasonIn(answer.text)}`, true);
    } catch {
      tell(told, form.dataset.lost ?? "", true);
    }
    busy = false;
    bar.hidden = true;
    form.removeAttribute("data-sent");
  });
}

/** @param {HTMLElement} told @param {string} words @param {boolean} [isFault] */
function tell(told, words, isFault = false) {
  told.hidden = false;
  told.textContent = words;
  told.classList.toggle("fault", isFault);
}

/**
 * @param {string} address @param {FormData} body @param {(percent: number) => void} moved
 * @returns {Promise<{status: number, url: string, text: string}>} after redirects; rejects without a connection
 */
function send(address, body, moved) {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.upload.onprogress = ({ loaded, total }) => moved(Math.round((100 * loaded) / (total || 1)));
    request.onload = () => done({ status: request.status, url: request.responseURL, text: request.responseText });
    request.onerror = fail;
    request.send(body);
  });
}

/** The sentences of a refused form, of a page that says no, or of a refusal as JSON. @param {string} text */
function reasonIn(text) {
  if (text.startsWith("{")) return JSON.parse(text).message ?? "";
  const page = new DOMParser().parseFromString(text, "text/html");
  return [...page.querySelectorAll("form[data-note] .fault span, p.refused span")].map((one) => one.textContent).join(" ");
}

/** Makes the photos smaller where the browser can; what it cannot read goes as it is. @param {FormData} body */
async function smaller(body) {
  for (const [name, value] of [...body.entries()]) {
    if (!(value instanceof File) || !value.size) continue;
    const made = await shrunk(value).catch(() => null);
    if (made) body.set(name, made, "anh.jpg");
  }
  return body;
}

/** @param {File} file @returns {Promise<Blob | null>} */
async function shrunk(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, SIDE_MAX / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => { canvas.toBlob(done, "image/jpeg", QUALITY); });
}

/** Keeps what is typed, with the note's id: sent twice, it is still one note. @param {HTMLFormElement} form @param {string} key */
function save(form, key) {
  const typed = Object.fromEntries([...new FormData(form).entries()].filter(([, value]) => typeof value === "string"));
  try {
    localStorage.setItem(key, JSON.stringify(typed));
  } catch {
    // a private window: the form itself still holds it
  }
}

/** @param {string} key */
function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // nothing was kept
  }
}

/** Fills in what was kept; false when there was nothing. @param {HTMLFormElement} form @param {string} key */
function restore(form, key) {
  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return false;
  }
  if (!kept?.text) return false;
  for (const [name, value] of Object.entries(kept)) {
    const field = form.elements.namedItem(name);
    if (field instanceof RadioNodeList || field instanceof HTMLSelectElement || field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && field.type !== "file")) {
      field.value = String(value);
    }
  }
  return true;
}
