import { Liquid } from 'liquidjs'
import { type Language, language as languageSchema } from '../text/language.ts'
import { sayFilters } from './say-filters.ts'
import type { ScriptData } from './script.ts'
import { speakable } from './speakable.ts'

/** A piece of what is said; `filled`: it comes from the data, not from the script's author. */
export interface Segment {
  readonly text: string
  readonly filled: boolean
}

const limits = { parseLimit: 25_000, renderLimit: 50, memoryLimit: 100_000 }
/** Private-use characters around what was filled in; neither a template nor data can bring its own. */
const open = '\ue000'
const close = '\ue001'
const anyMark = /[\ue000\ue001]/g

/**
 * Fills a script's text (Liquid) with the call's data, in `language` or in the data's own. Data is only ever data: it is
 * never parsed as a template and cannot leave its segment. A template that is broken or exceeds the limits is shown
 * without its tags instead of thrown at the operator in the middle of a call.
 */
export function renderSay(template: string, data: ScriptData, language: Language = languageOf(data)): Segment[] {
  try {
    const scope = { ...(speakable(data, language) as object), language }
    return segments(engine(language).parseAndRenderSync(template.replace(anyMark, ''), scope) as string)
  } catch {
    return readable(template)
  }
}

/** The same as one text, for a screen reader or a printout. */
export function saidText(said: readonly Segment[]): string {
  return said.map((segment) => segment.text).join('')
}

function languageOf(data: ScriptData): Language {
  return languageSchema.catch('uk').parse(data.language)
}

function engine(language: Language): Liquid {
  const liquid = new Liquid({
    ...limits,
    // An empty set of templates instead of the file system: include, render and layout find nothing.
    templates: {},
    ownPropertyOnly: true,
    strictFilters: true,
    cache: false,
    outputEscape: (value: unknown) => marked(value),
  })
  for (const [name, filter] of Object.entries(sayFilters)) {
    liquid.registerFilter(name, (value: unknown, argument: unknown) => filter(value, language, argument))
  }
  // The built-in `raw` would let a value through without its marks.
  liquid.registerFilter('raw', (value: unknown) => value)
  return liquid
}

function marked(value: unknown): string {
  if (value === null || value === undefined || typeof value === 'object') return ''
  const text = String(value).replace(anyMark, '')
  return text === '' ? '' : `${open}${text}${close}`
}

function segments(rendered: string): Segment[] {
  const found = rendered.split(/(\ue000[^\ue001]*\ue001)/).map((piece) => {
    const filled = piece.startsWith(open)
    return { text: filled ? piece.replace(anyMark, '') : tidy(piece), filled }
  })
  return trimmed(found.filter((segment) => segment.text !== ''))
}

/** Tags leave blanks and empty lines behind; a paragraph stays a paragraph. */
function tidy(text: string): string {
  return text
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
}

function trimmed(all: Segment[]): Segment[] {
  return all
    .map((segment, index) => {
      const start = index === 0 ? segment.text.trimStart() : segment.text
      return { ...segment, text: index === all.length - 1 ? start.trimEnd() : start }
    })
    .filter((segment) => segment.text !== '')
}

function readable(template: string): Segment[] {
  const text = template
    .slice(0, limits.parseLimit)
    .replace(/\{%[^%]*%\}/g, ' ')
    .replace(/\{\{[^}]*\}\}/g, '…')
    .replace(/\{[{%]|[%}]\}|[\ue000\ue001]/g, '')
  return segments(text)
}
