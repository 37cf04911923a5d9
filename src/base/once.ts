/** A value made when it is first wanted: some of the platform's own take milliseconds that most commands need not spend. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
