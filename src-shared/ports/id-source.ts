/** New ids, UUIDv7 (RFC 9562): sortable by time, unique without asking anybody. */
export interface IdSource {
  next(): string
}
