import bus from './bus';

const panel = document.getElementById('panel')!;

window.addEventListener('resize', () => window.parent.postMessage({ height: panel.offsetHeight }, 'https://host.example.com'));

bus.subscribe((payload) => {
  panel.innerHTML = payload.html; //~ message-to-html `panel.innerHTML` high
});
