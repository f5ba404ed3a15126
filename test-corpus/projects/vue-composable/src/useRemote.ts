import { onMounted, onUnmounted, ref } from 'vue';

export function useRemote(accept: (origin: string) => boolean = () => true) {
  const html = ref('');
  const text = ref('');

  function receive(event: MessageEvent) {
    if (!accept(event.origin)) return;
    html.value = event.data.html;
    text.value = event.data.text;
  }

  onMounted(() => window.addEventListener('message', receive)); //~ missing-origin-check `window.addEventListener('message', receive)` high
  onUnmounted(() => window.removeEventListener('message', receive));
  return { html, text };
}
