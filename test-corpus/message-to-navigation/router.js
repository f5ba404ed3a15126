// A classic script that goes wherever a message says.
var frame = document.querySelector('iframe.content');
var link = document.querySelector('a.more');

//~v missing-origin-check `window.addEventListener('message', function (event) {…` high
window.addEventListener('message', function (event) {
  var url = event.data.url;
  switch (event.data.type) {
    case 'go':
      location.href = url; //~ message-to-navigation `location.href` high
      break;
    case 'assign':
      window.location.assign(url); //~ message-to-navigation `window.location.assign(url)` high
      break;
    case 'replace':
      document.location.replace(event.data.next); //~ message-to-navigation `document.location.replace(event.data.next)` high
      break;
    case 'window':
      window.location = url; //~ message-to-navigation `window.location` high
      break;
    case 'open':
      window.open(url, '_blank', 'noopener'); //~ message-to-navigation `window.open(url, '_blank', 'noopener')` medium
      break;
    case 'frame':
      frame.src = url; //~ message-to-navigation `frame.src` high
      break;
    case 'link':
      link.href = url; //~ message-to-navigation `link.href` high
      break;
    case 'fragment':
      location.hash = event.data.anchor; //~ ok message-to-navigation: only the fragment changes
      break;
    case 'history':
      history.pushState(null, '', url); //~ ok message-to-navigation: another origin throws, and nothing is loaded
      break;
    case 'page':
      location.href = '/page/' + Number(event.data.page); //~ ok message-to-navigation: a number behind a constant path
      break;
    case 'home':
      location.href = '/'; //~ ok message-to-navigation: a constant address
      break;
    case 'reload':
      location.reload(); //~ ok message-to-navigation: the same address again
      break;
  }
});
