// The doors of libraries to HTML: elements made by functions, templates, renderers.
import $ from 'jquery';
import { createElement } from 'react';
import { h } from 'vue';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { html } from 'lit';

const APP = 'https://app.example.com';

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== APP) return;
  root.render(createElement('div', { dangerouslySetInnerHTML: { __html: data.html } })); //~ message-to-html `createElement('div', { dangerouslySetInnerHTML: { __html: data.html } })` low pedantic
  root.render(createElement('div', { title: data.title }, data.text)); //~ ok message-to-html: text and an attribute that only holds text
});

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== APP) return;
  mount(h('div', { innerHTML: data.html })); //~ message-to-html `h('div', { innerHTML: data.html })` low pedantic
  mount(h('div', { class: data.kind }, data.text)); //~ ok message-to-html: a class and text
});

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== APP) return;
  show(html`<p>${unsafeHTML(data.html)}</p>`); //~ message-to-html `unsafeHTML(data.html)` low pedantic
  show(html`<p>${data.text}</p>`); //~ ok message-to-html: lit writes it as text
});

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== APP) return;
  const rows = $.parseHTML(data.rows); //~ message-to-html `$.parseHTML(data.rows)` low pedantic
  rows.forEach((row) => row.remove());
  $('#title').text(data.title); //~ ok message-to-html: text
  $.globalEval(data.script); //~ message-to-code `$.globalEval(data.script)` low pedantic
});

// Angular's renderer.
export class Card {
  constructor(renderer, element) {
    this.renderer = renderer;
    this.element = element;
    window.addEventListener('message', ({ origin, data }) => {
      if (origin !== APP) return;
      this.renderer.setProperty(this.element, 'innerHTML', data.html); //~ message-to-html `this.renderer.setProperty(this.element, 'innerHTML', data.html)` low pedantic
      this.renderer.setProperty(this.element, 'title', data.title); //~ ok message-to-html: a property that only holds text
    });
  }
}
