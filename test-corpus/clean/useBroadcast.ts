// A Vue composable: a BroadcastChannel that lives as long as its component.
import { onMounted, onUnmounted, ref, type Ref } from 'vue';

export function useBroadcast<T>(name: string): { data: Ref<T | undefined>; post: (message: T) => void } {
  const data = ref<T>() as Ref<T | undefined>;
  let channel: BroadcastChannel | undefined;

  onMounted(() => {
    channel = new BroadcastChannel(name);
    channel.addEventListener('message', (event: MessageEvent<T>) => {
      data.value = event.data;
    });
  });

  onUnmounted(() => {
    channel?.close();
    channel = undefined;
  });

  return { data, post: (message) => channel?.postMessage(message) };
}

export function useParentMessage<T>(origin: string, type: string): Ref<T | undefined> {
  const data = ref<T>() as Ref<T | undefined>;

  const receive = (event: MessageEvent) => {
    if (event.origin !== origin || event.data?.type !== type) return;
    data.value = event.data.payload;
  };

  onMounted(() => window.addEventListener('message', receive));
  onUnmounted(() => window.removeEventListener('message', receive));

  return data;
}
