export function parse(data: unknown): { markup: string; trusted?: boolean } {
  return typeof data === 'string' ? JSON.parse(data) : (data as { markup: string });
}
