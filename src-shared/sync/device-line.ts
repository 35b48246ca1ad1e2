const mark = '_'

/**
 * The name under which a device numbers its mutations from one again, once its old numbers are taken by others (its copy was
 * put back to an older state): `<device>_<12 letters of a new id>`. The server tells by it whose it still is.
 */
export function newLineOf(line: string, newId: string): string {
  return `${deviceOfLine(line)}${mark}${newId.replaceAll('-', '').slice(-12)}`
}

export function deviceOfLine(line: string): string {
  const at = line.indexOf(mark)
  return at === -1 ? line : line.slice(0, at)
}
