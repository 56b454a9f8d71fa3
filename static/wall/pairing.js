// A code that stands in the address, behind #, is sent by itself: for a screen without keys. No log sees it there.
const form = document.querySelector("#pairing");
const field = document.querySelector("#id_code");
const code = decodeURIComponent(location.hash.slice(1));

if (code && form instanceof HTMLFormElement && field instanceof HTMLInputElement) {
  field.value = code;
  history.replaceState(null, "", location.pathname + location.search);
  form.submit();
}
