/** One document on one line. A BIGINT that a number would bend is text. */
export const jsonText = (data: object): string =>
  `${JSON.stringify(data, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}\n`;
