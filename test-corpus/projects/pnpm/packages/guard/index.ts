export function isTrusted(origin: string): boolean {
  return origin.startsWith("https://shop.example.com"); //~ weak-origin-check `origin.startsWith("https://shop.example.com")` witness=https://shop.example.com.attacker.test
}
