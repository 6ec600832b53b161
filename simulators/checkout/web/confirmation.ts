/** The form of a cashier page as a browser sends it when the payer confirms a method. */
export function confirmationOf(page: string, method: string): string {
  const hidden = [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)];
  const fields = hidden.map(([, name = '', value = '']) => [name, value]);
  return new URLSearchParams([...fields, ['method', method]]).toString();
}
