// Loads the page anew when what it shows has changed: the fee was paid, a code was made or is over. One question at a
// time, none while nobody looks, slower the slower the answers, and an end after half an hour.
const { watch, tag } = document.currentScript.dataset;
const until = Date.now() + 30 * 60 * 1000;

async function ask() {
  if (Date.now() > until) return;
  if (document.hidden) return document.addEventListener("visibilitychange", ask, { once: true });
  const asked = performance.now();
  let pause = 20000;
  try {
    const answer = await fetch(watch, { headers: { "If-None-Match": `"${tag}"` }, cache: "no-store" });
    if (answer.status === 200) return location.reload();
    if (answer.status >= 400 && answer.status < 500) return;
    if (answer.status === 304) pause = Math.max(2000, 250 * Math.sqrt(performance.now() - asked) - 1000);
  } catch {
    // offline: the next question comes later
  }
  setTimeout(ask, pause);
}
setTimeout(ask, 2000);
