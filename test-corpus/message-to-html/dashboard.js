// A classic script without a check: each message ends in the page as HTML.
var title = document.getElementById('title');
var feed = document.querySelector('.feed');

//~v missing-origin-check `window.addEventListener('message', function (event) {…` high
window.addEventListener('message', function (event) {
  var message = event.data;
  switch (message.type) {
    case 'title':
      title.innerHTML = message.text; //~ message-to-html `title.innerHTML` high
      break;
    case 'entry':
      feed.insertAdjacentHTML('beforeend', '<li>' + message.text + '</li>'); //~ message-to-html `feed.insertAdjacentHTML('beforeend', '<li>' + message.text + '</li>')` high
      break;
    case 'replace':
      feed.firstElementChild.outerHTML = `<li class="new">${message.text}</li>`; //~ message-to-html `feed.firstElementChild.outerHTML`
      break;
    case 'log':
      feed.innerHTML += ['<b>', message.who, '</b>'].join(''); //~ message-to-html `feed.innerHTML`
      break;
    case 'page':
      document.write(message.page); //~ message-to-html `document.write(message.page)`
      break;
    case 'count':
      feed.innerHTML = '<b>' + Number(message.count) + '</b>'; //~ ok message-to-html: a number holds no markup
      break;
    case 'plain':
      feed.textContent = message.text; //~ ok message-to-html: textContent is text
      break;
  }
});
