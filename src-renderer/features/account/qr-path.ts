import { encode } from 'uqr'

export interface QrPath {
  /** Modules a side, the quiet zone included. */
  readonly size: number
  /** SVG path data: one square of side 1 a dark module, runs of a line joined. */
  readonly d: string
}

/** A QR code as one path. Four light modules around it, as ISO/IEC 18004 asks. */
export function qrPath(text: string): QrPath {
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const runs = data.flatMap((line, y) =>
    line.flatMap((dark, x) => {
      if (!dark || line[x - 1]) return []
      const end = line.findIndex((module, at) => at > x && !module)
      return [`M${x} ${y}h${(end < 0 ? size : end) - x}v1H${x}z`]
    }),
  )
  return { size, d: runs.join('') }
}
