// @ts-check
/**
 * Renews a part of the page: data-renew is its address, data-every the seconds between; data-while
 * names what must stand in it for the next time.
 */

const part = document.querySelector("[data-renew]");
const banner = document.querySelector("[data-lost]");

if (part instanceof HTMLElement && banner instanceof HTMLElement) keepRenewing(part, banner);

/**
 * @param {HTMLElement} part
 * @param {HTMLElement} banner
 */
function keepRenewing(part, banner) {
  const every = Number(part.dataset.every) * 1000;
  let last = clockTime();

  async function renew() {
    try {
      const answer = await fetch(part.dataset.renew ?? "", { signal: AbortSignal.timeout(every), redirect: "error" });
      if (!answer.ok) throw new Error(String(answer.status));
      const html = await answer.text();
      if (!part.contains(document.activeElement)) part.innerHTML = html;
      last = clockTime();
      banner.hidden = true;
      part.classList.remove("stale");
      if (part.dataset.while && !part.querySelector(part.dataset.while)) return;
    } catch {
      banner.textContent = (banner.dataset.lost ?? "").replace("{time}", last);
      banner.hidden = false;
      part.classList.add("stale");
    }
    setTimeout(renew, every);
  }

  setTimeout(renew, every);
}

/** Hour and minute in Vietnam, as the board writes them. */
function clockTime() {
  return new Date().toLocaleTimeString("vi-VN", {
    hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Ho_Chi_Minh",
  });
}
