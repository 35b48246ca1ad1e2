/** Bidi overrides, isolates and marks, zero-width and tag characters: nothing of them is seen, all of them deceive. */
const deceiving = /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu
/** C0, DEL and C1. */
const control = /\p{Cc}/gu
/** Marks piled up to run over the neighbouring lines. */
const piledMarks = /(\p{M}{4})\p{M}+/gu

/**
 * Text of unknown origin as one harmless line of at most `max` UTF-16 units: no control, bidi or invisible characters,
 * white space collapsed, NFC, cut between graphemes. What it says is kept: markup and formulas stay the text they are,
 * and whoever shows it must treat it as text.
 */
export function harmless(text: string, max: number): string {
  // Cut first: normalising a long pile of marks takes quadratic time.
  const clean = text
    .slice(0, max * 8 + 64)
    .toWellFormed()
    .replace(/[\p{Z}\t\n\v\f\r\u0085]+/gu, ' ')
    .replace(control, '')
    .replace(deceiving, '')
    .replace(piledMarks, '$1')
    .normalize('NFC')
    .replace(/ {2,}/g, ' ')
    .trim()
  return clean.length <= max ? clean : cut(clean, max).trimEnd()
}

function cut(text: string, max: number): string {
  const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text.slice(0, max + 64))
  const boundary = graphemes.containing(max)?.index ?? max
  if (boundary > 0) return text.slice(0, boundary)
  return text.slice(0, max).replace(/[\ud800-\udbff]$/, '')
}
