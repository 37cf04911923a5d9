/** Tells frames whether the theme is one of high contrast: there, tints go and borders come. Only variables say the rest. */
export class Contrast {
  readonly #frames = new Set<HTMLElement>();
  readonly #themes = new MutationObserver(() => {
    for (const frame of this.#frames) this.#dress(frame);
  });

  follow(frame: HTMLElement): void {
    if (this.#frames.size === 0) this.#themes.observe(document.body, { attributeFilter: ['class'] });
    this.#frames.add(frame);
    this.#dress(frame);
  }

  leave(frame: HTMLElement): void {
    this.#frames.delete(frame);
    if (this.#frames.size === 0) this.#themes.disconnect();
  }

  #dress(frame: HTMLElement): void {
    const { classList } = document.body;
    const isHigh = classList.contains('vscode-high-contrast') || classList.contains('vscode-high-contrast-light');
    frame.className = isHigh ? 'frame contrast' : 'frame';
  }
}
