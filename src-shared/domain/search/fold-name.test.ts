import { describe, expect, it } from 'vitest'
import { foldWords, prefixAlternatives } from './fold-name.ts'
import { sameGivenName } from './given-names.ts'

describe('name folding', () => {
  it.each([
    ['Ковальчук', 'Kovalchuk', 'Kowalczuk'],
    ['Щербаківський', 'Shcherbakivskyi', 'Щербакивский'],
    ['Семёнов', 'Semyonov', 'Семенов'],
    ['Лук’яненко', "Лук'яненко", 'Lukianenko'],
    ['Їжакевич', 'Yizhakevych', 'Іжакевич'],
    ['Ґалаґан', 'Галаган', 'Galagan'],
    ['Жадан', 'Zhadan', 'ЖАДАН'],
    ['Хоменко', 'Khomenko', 'хоменко'],
    ['Марія', 'Mariia', 'Мария'],
    ['Łukasiewicz', 'Lukasiewicz', 'Лукасевич'],
    ['Єва', 'Yeva', 'Ева'],
  ])('gives %s, %s and %s one key', (first, second, third) => {
    expect(foldWords(second)).toEqual(foldWords(first))
    expect(foldWords(third)).toEqual(foldWords(first))
  })

  it('keeps different names apart', () => {
    expect(foldWords('Коваль')).not.toEqual(foldWords('Коваленко'))
    expect(foldWords('Петров')).not.toEqual(foldWords('Петрова'))
  })

  it('keeps digits, drops signs and bounds what it is given', () => {
    expect(foldWords('ТОВ «Світанок-2400»')).toEqual(['tov', 'svitanok', '2400'])
    expect(foldWords('" OR * NEAR(')).toEqual(['or', 'near'])
    expect(foldWords('a b '.repeat(5000)).length).toBe(12)
    expect(foldWords('ab'.repeat(5000))[0]!.length).toBe(40)
  })

  it('knows how a beginning may fold differently when it is typed on', () => {
    expect(foldWords('Daniel')[0]!.startsWith('dane')).toBe(true)
    expect(prefixAlternatives('dani')).toEqual(['dane'])
    expect(prefixAlternatives('koval')).toEqual([])
  })

  it('joins a given name with itself in other languages', () => {
    const olena = foldWords('Олена')[0]!
    expect(sameGivenName(olena)).toContain(foldWords('Елена')[0])
    expect(sameGivenName(foldWords('Yelena')[0]!)).toContain(olena)
    expect(sameGivenName(foldWords('Владимир')[0]!)).toContain(foldWords('Volodymyr')[0])
    expect(sameGivenName('kovalcuk')).toEqual([])
  })
})
