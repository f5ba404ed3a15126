// The script of a page that an identity provider redirects to.
(function () {
  'use strict';
  var params = {};
  window.location.hash.replace(/^#/, '').split('&').forEach(function (pair) {
    var parts = pair.split('=');
    params[parts[0]] = decodeURIComponent(parts[1] || '');
  });

  function finish() {
    if (!window.opener) return;
    window.opener.postMessage({ type: 'oauth:done', result: params.access_token }, "*"); //~ wildcard-sensitive-data `"*"` high
    window.close();
  }

  function finishExactly() {
    if (!window.opener) return;
    window.opener.postMessage({ type: 'oauth:done', result: params }, window.location.origin); //~ ok wildcard-sensitive-data: only a window of this origin hears it
    window.close();
  }

  function fail() {
    window.opener.postMessage({ type: 'oauth:failed', code: 'access_denied' }, '*'); //~ ok wildcard-sensitive-data: a constant error code
  }

  window.OAuthPopup = { finish: finish, finishExactly: finishExactly, fail: fail };
})();
