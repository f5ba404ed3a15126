/// <reference lib="webworker" />
// A dedicated worker that scales pictures.
interface Request {
  id: number;
  picture: ImageBitmap;
  width: number;
}

const canvas = new OffscreenCanvas(1, 1);
const context = canvas.getContext('2d')!;

self.onmessage = async ({ data }: MessageEvent<Request>) => {
  try {
    canvas.width = data.width;
    canvas.height = Math.round((data.picture.height * data.width) / data.picture.width);
    context.drawImage(data.picture, 0, 0, canvas.width, canvas.height);
    data.picture.close();
    const thumbnail = await canvas.convertToBlob({ type: 'image/webp' });
    self.postMessage({ id: data.id, thumbnail });
  } catch (error) {
    self.postMessage({ id: data.id, error: String(error) });
  }
};
