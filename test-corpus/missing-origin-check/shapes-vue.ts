// Vue: composition and options API in plain files, and VueUse.
import { defineComponent, onBeforeUnmount, onMounted, ref } from 'vue';
import { useEventListener } from '@vueuse/core';

const TRUSTED = 'https://app.example.com';

export function useUser() {
  const user = ref('');
  const onMessage = (event: MessageEvent) => {
    user.value = event.data.user;
  };
  onMounted(() => window.addEventListener('message', onMessage)); //~ missing-origin-check `window.addEventListener('message', onMessage)` medium
  onBeforeUnmount(() => window.removeEventListener('message', onMessage));
  return user;
}

export function useCheckedUser() {
  const user = ref('');
  const onMessage = (event: MessageEvent) => {
    if (event.origin !== TRUSTED) return; //~ ok missing-origin-check: compared before the ref is set
    user.value = event.data.user;
  };
  onMounted(() => window.addEventListener('message', onMessage));
  onBeforeUnmount(() => window.removeEventListener('message', onMessage));
  return user;
}

export function useHeight() {
  const height = ref(0);
  useEventListener(window, 'message', (event: MessageEvent) => { //~ missing-origin-check `useEventListener(window, 'message', (event: MessageEvent) => {…`
    height.value = event.data.height;
  });
  return height;
}

export function useCheckedHeight() {
  const height = ref(0);
  useEventListener('message', ({ origin, data }: MessageEvent) => {
    if (origin === location.origin) height.value = data.height; //~ ok missing-origin-check: VueUse without a target listens to the window, and this compares
  });
  return height;
}

export function useWorkerResult(worker: Worker) {
  const result = ref<unknown>();
  useEventListener(worker, 'message', (event: MessageEvent) => {
    result.value = event.data; //~ ok missing-origin-check: a worker
  });
  return result;
}

export const Options = defineComponent({
  data: () => ({ user: '' }),
  mounted() {
    window.addEventListener('message', this.onMessage); //~ missing-origin-check `window.addEventListener('message', this.onMessage)`
  },
  beforeUnmount() {
    window.removeEventListener('message', this.onMessage);
  },
  methods: {
    onMessage(event: MessageEvent) {
      this.user = event.data.user;
    },
  },
});

export default {
  data: () => ({ user: '' }),
  mounted() {
    window.addEventListener('message', this.onMessage);
  },
  beforeUnmount() {
    window.removeEventListener('message', this.onMessage);
  },
  methods: {
    accepts(event: MessageEvent) {
      return event.origin === TRUSTED;
    },
    onMessage(event: MessageEvent) {
      if (!this.accepts(event)) return; //~ ok missing-origin-check: the check is another method
      this.user = event.data.user;
    },
  },
};
