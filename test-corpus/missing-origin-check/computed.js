// A page's classic script that assigns the global handler through a computed name.
window['onmessage'] = (event) => showToast(event.data, document.title); //~ missing-origin-check `window['onmessage']` medium
