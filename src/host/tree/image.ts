// An image as the rows below it know it.

export interface Image {
  /** Canonical `host/path`. */
  readonly repository: string;
  readonly digest: string;
}
