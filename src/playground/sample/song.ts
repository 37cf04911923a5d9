/** A song as its object tells it. A title or a name may be a JSON number, as in real lakes. */
export interface Song {
  readonly artistId: string;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly location: string | null;
  readonly artist: string | number;
  readonly songId: string;
  readonly title: string | number;
  readonly duration: number;
  readonly year: number;
}
