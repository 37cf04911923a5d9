/** What an address becomes when a file or a folder gets another; undefined where it is neither that nor beneath it. */
export function nameAfter(address: string, from: string, to: string): string | undefined {
  if (address === from) return to;
  return address.startsWith(`${from}/`) ? `${to}${address.slice(from.length)}` : undefined;
}
