import { describe, expect, it } from 'vitest'
import { highlight } from './highlight.ts'

const hits = (text: string, query: string) =>
  highlight(text, query)
    .map(({ text: part, hit }) => (hit ? `[${part}]` : part))
    .join('')

describe('highlight', () => {
  it('marks word starts of each word of the query, whatever their case', () => {
    expect(hits('Олена Ковальчук', 'ков ОЛ')).toBe('[Ол]ена [Ков]альчук')
    expect(hits('Анна-Марія', 'нна')).toBe('Анна-Марія')
  })

  it('marks digits through spaces, and a national form in an international number', () => {
    expect(hits('+380 67 123 45 67', '671234')).toBe('+380 [67 123 4]5 67')
    expect(hits('+380 67 123 45 67', '067 12')).toBe('+38[0 67 12]3 45 67')
    expect(hits('+48 22 555 01 00', '022 55')).toBe('+48 [22 55]5 01 00')
    expect(hits('+380 67 123 45 67', '999')).toBe('+380 67 123 45 67')
  })

  it('always gives the whole text back, be it hostile', () => {
    const nasty = 'İ<img onerror=x>\u202e[('
    expect(
      highlight(nasty, '<img [(')
        .map((part) => part.text)
        .join(''),
    ).toBe(nasty)
  })
})
