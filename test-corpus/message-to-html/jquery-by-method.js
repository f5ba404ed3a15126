// What is called `html` as a method takes markup, on something out of sight as well.
$(window).on('message.' + name, function (event) { //~ missing-origin-check `$(window).on('message.' + name, function (event) {…` high
  const { markup, note } = JSON.parse(event.originalEvent.data);
  view.root.html(markup); //~ message-to-html `view.root.html(markup)` high
  view.note.text(note); //~ ok message-to-html: text
  view.list.append(note); //~ ok message-to-html: what has a method of this name is a list or a form as often
});
