import { faker as en } from '@faker-js/faker/locale/en_GB'
import { faker as pl } from '@faker-js/faker/locale/pl'
import { faker as ru } from '@faker-js/faker/locale/ru'
import { faker as uk } from '@faker-js/faker/locale/uk'
import type { CustomerLanguage } from '#shared/domain/text/language.ts'
import { commonNames, companyNames, kazakhNames, streetNames } from './common-names.ts'
import { latin } from './latin.ts'

/** A name and how it looks in an e-mail address. */
export interface Word {
  readonly text: string
  readonly latin: string
}
export interface WordLists {
  readonly givenFemale: readonly Word[]
  readonly givenMale: readonly Word[]
  readonly familyFemale: readonly Word[]
  readonly familyMale: readonly Word[]
  readonly streets: readonly string[]
  readonly companies: readonly Word[]
}

type Faker = typeof uk

/** Read once; every row is then a few draws from arrays. */
export function readWordLists(): Readonly<Record<CustomerLanguage, WordLists>> {
  return {
    uk: fromFaker(uk, 'uk', ukrainianFeminine),
    ru: fromFaker(ru, 'ru', (name) => name),
    pl: fromFaker(pl, 'pl', polishFeminine),
    en: fromFaker(en, 'en', (name) => name),
    kk: {
      givenFemale: words(kazakhNames.female),
      givenMale: words(kazakhNames.male),
      familyFemale: words(kazakhNames.family.map((name) => `${name}а`)),
      familyMale: words(kazakhNames.family),
      streets: streetNames.kk,
      companies: words(companyNames.kk),
    },
  }
}

function fromFaker(faker: Faker, language: 'uk' | 'ru' | 'pl' | 'en', feminine: (name: string) => string): WordLists {
  const { first_name: given, last_name: family } = faker.rawDefinitions.person ?? {}
  const men = [...plain(family?.male), ...plain(family?.generic)].filter((name) => !avoided.has(name))
  const paired = plain(family?.female)
  const women = paired.length === men.length ? paired : men.map(feminine)
  const common = commonNames[language]
  return {
    // Faker's lists hold every name of the calendar; most people have a common one.
    givenFemale: words([...repeated(common.female, plain(given?.female).length), ...plain(given?.female)]),
    givenMale: words([...repeated(common.male, plain(given?.male).length), ...plain(given?.male)]),
    familyFemale: words(women),
    familyMale: words(men),
    streets: streetNames[language],
    companies: words(companyNames[language]),
  }
}

/** Names that would draw attention away from the demo. */
const avoided: ReadonlySet<string> = new Set([
  'Бандера',
  'Петлюра',
  'Шухевич',
  'Бамбула',
  'Корнїйчук',
  'Погиба',
  'Сучак',
  'Москаль',
  'Hilll',
])

function plain(list: readonly unknown[] | undefined): string[] {
  return (list ?? []).filter((name): name is string => typeof name === 'string')
}

/** The common names as often as three times the others. */
function repeated(common: readonly string[], others: number): string[] {
  return Array.from({ length: Math.ceil((others * 3) / common.length) }, () => common).flat()
}

function words(names: readonly string[]): Word[] {
  return names.map((text) => ({ text, latin: latin(text) }))
}

function ukrainianFeminine(name: string): string {
  return name
    .replace(/(с|ц|з)ький$/, '$1ька')
    .replace(/ій$/, 'я')
    .replace(/ий$/, 'а')
}

function polishFeminine(name: string): string {
  return name.replace(/ski$/, 'ska').replace(/cki$/, 'cka').replace(/dzki$/, 'dzka')
}
