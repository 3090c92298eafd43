// @ts-check
/** A picture of what a form says, renewed while one types: data-draw is the form's, data-drawn the picture's. */

const WAIT_MS = 300;
const measured = document.querySelector("form[data-draw]");
const picture = document.querySelector("[data-drawn]");

if (measured instanceof HTMLFormElement && picture instanceof HTMLElement) {
  let asked = 0;
  let timer = 0;

  const draw = async () => {
    const mine = ++asked;
    try {
      const answer = await fetch(measured.dataset.draw ?? "", { method: "POST", body: new FormData(measured), redirect: "error" });
      const html = await answer.text();
      if (answer.ok && mine === asked) picture.innerHTML = html;
      picture.classList.toggle("stale", !answer.ok);
    } catch {
      picture.classList.add("stale");
    }
  };
  measured.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(draw, WAIT_MS);
  });
}
