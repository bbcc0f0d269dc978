// Links in our mails carry the code behind #, which no browser sends anywhere: it goes into its box, and out of the address.
const sent = /^#code=([0-9A-Za-z-]{8,12})$/.exec(location.hash);
const box = document.getElementById("code");
if (sent) {
  history.replaceState(null, "", location.pathname + location.search);
  if (box && !box.value) box.value = sent[1];
}
