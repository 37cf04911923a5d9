/** Standard output: in order, no faster than it is read, and quiet once nobody reads it any more (`| head`). */
export class StandardOutput {
  readonly #stream: NodeJS.WritableStream;
  #failure: NodeJS.ErrnoException | undefined;

  constructor(stream: NodeJS.WritableStream) {
    this.#stream = stream;
    stream.on('error', (error: NodeJS.ErrnoException) => {
      this.#failure ??= error;
    });
  }

  /** False once the reader is gone. */
  async write(chunk: string | Uint8Array): Promise<boolean> {
    if (!this.#failure) {
      const failure = await new Promise<Error | null | undefined>(resolve => {
        this.#stream.write(chunk, resolve);
      });
      if (!failure) return true;
      this.#failure ??= failure;
    }
    if (this.#failure.code === 'EPIPE') return false;
    throw this.#failure;
  }
}
