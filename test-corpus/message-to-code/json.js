// Readers of JSON from before browsers had one, as old libraries still carry them.
var TRUSTED = 'https://app.example.com';
var state = {};

var json = {
  parse: function (text) {
    text = String(text);
    text = text.replace(/[\u0000\u00ad\u0600-\u0604\ufeff]/g, function (c) {
      return '\\u' + ('0000' + c.charCodeAt(0).toString(16)).slice(-4);
    });
    if (/^[\],:{}\s]*$/.test(text.replace(/\\(?:["\\\/bfnrt]|u[0-9a-fA-F]{4})/g, '@')
        .replace(/"[^"\\\n\r]*"|true|false|null|-?\d+(?:\.\d*)?(?:[eE][+\-]?\d+)?/g, ']')
        .replace(/(?:^|:|,)(?:\s*\[)+/g, ''))) {
      return eval('(' + text + ')'); //~ ok message-to-code: nothing but literals and brackets is in it
    }
    throw new SyntaxError('json');
  },
};

window.addEventListener('message', function (event) {
  if (event.origin !== TRUSTED) return;
  state.settings = json.parse(event.data);
});

function parseQuickly(text) {
  if (/^[\[{]/.test(text.replace(/\s+/g, ''))) {
    return eval('(' + text + ')'); //~ message-to-code `eval('(' + text + ')')` low pedantic
  }
  return null;
}

window.addEventListener('message', function (event) {
  if (event.origin !== TRUSTED) return;
  state.layout = parseQuickly(event.data);
});

function parseWithNames(text) {
  if (/^[\w$.()\[\],:{}\s]*$/.test(text.replace(/"[^"]*"/g, ''))) {
    return eval('(' + text + ')'); //~ message-to-code `eval('(' + text + ')')` low pedantic
  }
  return null;
}

window.addEventListener('message', function (event) {
  if (event.origin !== TRUSTED) return;
  state.columns = parseWithNames(event.data);
});

var hasNative = typeof window.JSON === 'object' && document.documentMode !== 8;

function parseByParts(text) {
  if (/[\0-\x07]/.test(text)) return null;
  var rest = text.replace(/"([^\0-\x1f\\"]|\\[\\\/"bfnrt])*"/g, '""').replace(/[0-9]+/g, '0').replace(/true|false|null/g, '0');
  if (/[^"]:/.test(rest) || /00/.test(rest) || /[^\[,:][\[\{]/.test(rest)) return null;
  return hasNative ? JSON.parse(text) : eval('(' + text + ')'); //~ noise message-to-code `eval('(' + text + ')')` pedantic: what is refused in several steps is not known to be all but JSON
}

window.addEventListener('message', function (event) {
  if (event.origin !== TRUSTED) return;
  state.rows = parseByParts(event.data);
});
