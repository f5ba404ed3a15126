// Before there was `URL`, an anchor that is never put into the page took addresses apart.
const PROMPT = "https://prompt.example.com";
const ALLOWED_DOMAINS = ["example.com", "example.org"];

function isValidUrlToOpen(url) {
  if (!url) {
    return false;
  }
  var parser = document.createElement("a");
  parser.href = url; //~ ok message-to-navigation: the anchor is never in the page, and nothing clicks it
  if (parser.protocol === "exampleapp:") {
    return true;
  } else if (parser.protocol !== "https:") {
    return false;
  }
  for (var i = 0; i < ALLOWED_DOMAINS.length; i++) {
    if (parser.hostname.endsWith("." + ALLOWED_DOMAINS[i]) || parser.hostname === ALLOWED_DOMAINS[i]) {
      return true;
    }
  }
  return false;
}

function hostOf(url) {
  const anchor = document.createElement("a");
  anchor.setAttribute("href", url); //~ ok message-to-navigation: set as an attribute, and no more than read
  return anchor.host;
}

// The parts are read, and nothing is asked of them.
function describe(url) {
  const anchor = document.createElement("a");
  anchor.href = url; //~ ok message-to-navigation: read, not followed
  return anchor.protocol + " " + anchor.hostname;
}

function isWeb(url) {
  const anchor = document.createElement("a");
  anchor.href = url; //~ ok message-to-navigation: the same parser
  return anchor.protocol === "https:" || anchor.protocol === "http:";
}

window.addEventListener("message", (event) => {
  if (event.origin !== PROMPT) return;
  const { kind, url } = event.data;
  if (kind === "open" && isValidUrlToOpen(url)) {
    window.open(url, "_self"); //~ ok message-to-navigation: its scheme was compared through the anchor
  }
  if (kind === "popup" && isWeb(url)) {
    location.href = url; //~ ok message-to-navigation: one of two schemes
  }
  if (kind === "somewhere") {
    console.info(describe(url));
    location.replace(url); //~ message-to-navigation `location.replace(url)` low pedantic: only shown, never compared
  }
  if (kind === "host") {
    document.title = hostOf(url);
  }
  if (kind === "other") {
    const parser = document.createElement("a");
    parser.href = event.data.shown; //~ ok message-to-navigation: another address than the one that is gone to
    if (parser.protocol === "https:") {
      location.assign(url); //~ message-to-navigation `location.assign(url)` low pedantic
    }
  }
  if (kind === "download") {
    const anchor = document.createElement("a");
    anchor.href = url; //~ message-to-navigation `anchor.href` low pedantic: it is clicked
    anchor.download = "report.pdf";
    anchor.click();
  }
  if (kind === "link") {
    const anchor = document.createElement("a");
    anchor.textContent = "Continue";
    anchor.href = url; //~ message-to-navigation `anchor.href` low pedantic: put where somebody may click it
    document.querySelector("#steps").append(anchor);
  }
  if (kind === "save") {
    saveFrom(url);
  }
});

function saveFrom(url) {
  const link = document.createElement("a");
  link.href = url; //~ message-to-navigation `link.href` low pedantic: an event of the program's making clicks it
  link.dispatchEvent(new MouseEvent("click"));
}
