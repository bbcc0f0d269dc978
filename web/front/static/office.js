// Keys of the office's pages: J and K go through the rows, others go to what bears `data-key`: a link is followed, a field
// or a button is only brought into focus, so that no key alone decides anything. They are shown, and can be switched off.
const SWITCH = "madoguchi-office-keys";
const shown = document.getElementById("keys");
const button = shown && shown.querySelector("button");

const isOn = () => {
  try { return localStorage.getItem(SWITCH) !== "off"; } catch { return true; }
};

function tell() {
  button.textContent = isOn() ? button.dataset.off : button.dataset.on;
}

function step(by) {
  const rows = [...document.querySelectorAll("[data-row]")];
  const at = rows.indexOf(document.activeElement);
  const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by];
  if (next) next.focus();
  return Boolean(next);
}

function goTo(key) {
  const found = [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === key);
  if (!found) return false;
  if (found.tagName === "A" && !found.classList.contains("button")) found.click();
  else found.focus();
  return true;
}

if (button) {
  shown.hidden = false;
  tell();
  button.addEventListener("click", () => {
    try { localStorage.setItem(SWITCH, isOn() ? "off" : "on"); } catch { /* nothing is kept here */ }
    tell();
  });
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea, [contenteditable]");
  if (!button || typing || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || !isOn()) return;
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k" ? step(key === "j" ? 1 : -1) : key.length === 1 && goTo(key)) event.preventDefault();
});
