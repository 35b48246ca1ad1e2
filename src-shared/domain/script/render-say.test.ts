import { describe, expect, it } from 'vitest'
import { renderSay, saidText } from './render-say.ts'

const data = {
  language: 'uk',
  customer: { known: true, givenName: 'Олена', name: 'Олена Ковальчук' },
  agreement: { number: '48-213', monthlyAmount: 25_000, currency: 'UAH', endsOn: '2026-11-21' },
  product: { uk: 'Домашній інтернет', ru: 'Домашний интернет', en: 'Home internet' },
  openCase: { dueAtMs: Date.UTC(2026, 10, 21, 12, 0) },
}
const text = (template: string, more: object = {}, language?: 'uk' | 'ru' | 'en') =>
  saidText(renderSay(template, { ...data, ...more }, language))

describe('renderSay', () => {
  it('marks what comes from the data', () => {
    expect(renderSay('Доброго дня, {{ customer.givenName }}! Договір {{ agreement.number }}.', data)).toEqual([
      { text: 'Доброго дня, ', filled: false },
      { text: 'Олена', filled: true },
      { text: '! Договір ', filled: false },
      { text: '48-213', filled: true },
      { text: '.', filled: false },
    ])
  })

  it('chooses by what is known, and leaves no holes', () => {
    const template =
      'Вітаю{% if customer.known %}, {{ customer.givenName | vocative }}{% endif %}!\n{% if openCase %}\n\nЗвернення.\n{% endif %}'
    expect(text(template)).toBe('Вітаю, Олено!\n\nЗвернення.')
    expect(saidText(renderSay(template, {}))).toBe('Вітаю!')
    expect(saidText(renderSay('{{ customer.name.first.second }}', {}))).toBe('')
  })

  it('speaks the language that is asked for', () => {
    expect(text('{{ product }}')).toBe('Домашній інтернет')
    expect(text('{{ product }}', {}, 'en')).toBe('Home internet')
    expect(text('{{ product }}', { language: 'ru' })).toBe('Домашний интернет')
    expect(text('{{ product }}', { language: 'xx' })).toBe('Домашній інтернет')
  })

  it('writes dates, money, numbers and names as one says them', () => {
    expect(text('{{ agreement.endsOn | date }}')).toMatch(/^21 листопада 2026/)
    expect(text('{{ agreement.endsOn | day }}', {}, 'en')).toBe('21 November')
    expect(text('{{ openCase.dueAtMs | day }}', {}, 'ru')).toBe('21 ноября')
    expect(text('{{ openCase.dueAtMs | time }}')).toMatch(/^\d\d:\d\d$/)
    expect(text('{{ agreement.monthlyAmount | money: agreement.currency }}')).toMatch(/^250,00\s₴$/)
    expect(text('{{ agreement.monthlyAmount | money: "EUR" }}', {}, 'en')).toBe('€250.00')
    expect(text('{{ "+380671234567" | phone }}')).toBe('067 123 45 67')
    expect(text('{{ customer.givenName | vocative }}', {}, 'ru')).toBe('Олена')
    expect(text('{{ nothing | date }}{{ "x" | money: "UAH" }}{{ 1 | money: "<b>" }}{{ 1e300 | date }}')).toContain('x1')
  })
})

describe('renderSay with hostile data', () => {
  const hostile = [
    '{{ 7 | times: 6 }}',
    '{% include "/etc/passwd" %}',
    '<img src=x onerror=alert(1)>',
    '=HYPERLINK("http://x")',
    '__proto__',
    '\u202eгад\u202c',
    '\ue000підробка\ue001',
    'a\u0000b\u001b[2J',
  ]

  it.each(hostile)('keeps %j in its segment as text', (name) => {
    const said = renderSay('Це {{ customer.name }}!', { customer: { name } })
    expect(said).toHaveLength(3)
    expect(said[0]).toEqual({ text: 'Це ', filled: false })
    expect(said[2]).toEqual({ text: '!', filled: false })
    expect(said[1]!.text).toBe(name.replace(/[\p{Cc}\u202a-\u202e\ue000\ue001]/gu, ''))
  })

  it('is not fooled by raw, capture or assign', () => {
    const name = '\ue000{{ 1 }}'
    for (const template of [
      '{{ n | raw }}',
      '{% capture c %}{{ n }}{% endcapture %}{{ c }}',
      '{% assign a = n %}{{ a }}',
      '{% echo n %}',
    ]) {
      expect(renderSay(template, { n: name })).toEqual([{ text: '{{ 1 }}', filled: true }])
    }
  })

  it('reaches nothing but the data', () => {
    expect(text('{{ constructor }}{{ customer.constructor }}{{ customer.__proto__ }}{{ customer.toString }}')).toBe('')
    const loop: Record<string, unknown> = { name: 'x' }
    loop.self = loop
    expect(text('{{ loop.self.name }}', { loop })).toBe('x')
    expect(text('{{ f }}{{ s }}', { f: () => 'called', s: Symbol('s') })).toBe('')
  })

  it('cuts 60 kB of a name', () => {
    expect(text('{{ customer.name }}', { customer: { name: 'Щ'.repeat(60_000) } })).toHaveLength(500)
  })
})

describe('renderSay with a broken template', () => {
  it.each([
    ['Добрий день {{ customer.name', 'Добрий день customer.name'],
    ['Добрий день {% if customer %}, {{ customer.name }}', 'Добрий день , …'],
    ['Сума {{ agreement.number | nosuchfilter }} грн', 'Сума … грн'],
    ['{% include "x" %}Текст', 'Текст'],
    ['{% include "package.json" %}Текст', 'Текст'],
    ['{% render "package.json" %}Текст', 'Текст'],
    ['{% render "/etc/passwd" %}Текст', 'Текст'],
    ['{% layout "x" %}Текст', 'Текст'],
    ['{% nosuchtag %}Текст', 'Текст'],
  ])('%j is still read as %j', (template, expected) => {
    expect(text(template)).toBe(expected)
  })

  it('stops what runs too long or grows too big, and still shows the words', () => {
    const started = performance.now()
    expect(text('Слова {% for i in (1..100000000) %}x{% endfor %}')).toBe('Слова x')
    expect(text('Слова {% for i in (1..9999) %}{% for j in (1..9999) %}{{ i }}{% endfor %}{% endfor %}')).toBe('Слова …')
    expect(text('x'.repeat(60_000)).length).toBeLessThanOrEqual(25_000)
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})
