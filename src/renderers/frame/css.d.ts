/** A style sheet as text: so the build bundles it. */
declare module '*.css' {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: the only way to name a file that is not a module
  export default text;
}
