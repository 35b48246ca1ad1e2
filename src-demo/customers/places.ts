import type { CustomerLanguage } from '#shared/domain/text/language.ts'
import type { Country } from './numbers.ts'

/** A country as seen by people of one language: how its towns are called, how an address is written, what is paid. */
export interface Place {
  readonly country: Country
  readonly language: CustomerLanguage
  /** Of a hundred customers. */
  readonly share: number
  readonly currency: string
  /** Minor units a month for a person, from and to. */
  readonly monthly: readonly [number, number]
  readonly cities: readonly string[]
  /** `{street}`, `{house}` and `{flat}` are filled in. */
  readonly address: string
  readonly companyForms: readonly string[]
}

const ukrainianCities =
  'Київ,Львів,Харків,Одеса,Дніпро,Запоріжжя,Вінниця,Полтава,Чернігів,Черкаси,Житомир,Суми,Хмельницький,Рівне,Івано-Франківськ,Тернопіль,Луцьк,Ужгород,Чернівці,Біла Церква'
const inRussian = 'Киев,Львов,Харьков,Одесса,Днепр,Запорожье,Винница,Полтава,Чернигов,Черкассы,Житомир,Сумы'

export const places: readonly Place[] = [
  {
    country: 'UA',
    language: 'uk',
    share: 52,
    currency: 'UAH',
    monthly: [15_000, 65_000],
    cities: ukrainianCities.split(','),
    address: 'вул. {street}, {house}, кв. {flat}',
    companyForms: ['ТОВ «{name}»', 'ПП «{name}»', 'АТ «{name}»', 'ФГ «{name}»'],
  },
  {
    country: 'UA',
    language: 'ru',
    share: 14,
    currency: 'UAH',
    monthly: [15_000, 65_000],
    cities: inRussian.split(','),
    address: 'ул. {street}, {house}, кв. {flat}',
    companyForms: ['ООО «{name}»', 'ЧП «{name}»'],
  },
  {
    country: 'RU',
    language: 'ru',
    share: 6,
    currency: 'RUB',
    monthly: [45_000, 150_000],
    cities: ['Москва', 'Санкт-Петербург', 'Казань', 'Самара', 'Екатеринбург', 'Новосибирск', 'Пермь', 'Тула'],
    address: 'ул. {street}, д. {house}, кв. {flat}',
    companyForms: ['ООО «{name}»', 'АО «{name}»'],
  },
  {
    country: 'KZ',
    language: 'kk',
    share: 9,
    currency: 'KZT',
    monthly: [350_000, 1_400_000],
    cities: [
      'Алматы',
      'Астана',
      'Шымкент',
      'Қарағанды',
      'Ақтөбе',
      'Тараз',
      'Павлодар',
      'Өскемен',
      'Семей',
      'Қостанай',
      'Атырау',
      'Түркістан',
    ],
    address: '{street} көшесі, {house}-үй, {flat}-пәтер',
    companyForms: ['«{name}» ЖШС', '«{name}» АҚ'],
  },
  {
    country: 'KZ',
    language: 'ru',
    share: 3,
    currency: 'KZT',
    monthly: [350_000, 1_400_000],
    cities: ['Алматы', 'Астана', 'Караганда', 'Павлодар', 'Усть-Каменогорск'],
    address: 'ул. {street}, д. {house}, кв. {flat}',
    companyForms: ['ТОО «{name}»'],
  },
  {
    country: 'PL',
    language: 'pl',
    share: 10,
    currency: 'PLN',
    monthly: [3_500, 14_900],
    cities: [
      'Warszawa',
      'Kraków',
      'Wrocław',
      'Łódź',
      'Poznań',
      'Gdańsk',
      'Szczecin',
      'Lublin',
      'Białystok',
      'Rzeszów',
      'Toruń',
      'Kielce',
    ],
    address: 'ul. {street} {house}/{flat}',
    companyForms: ['{name} sp. z o.o.', '{name} S.A.'],
  },
  {
    country: 'GB',
    language: 'en',
    share: 6,
    currency: 'GBP',
    monthly: [1_800, 6_500],
    cities: ['London', 'Manchester', 'Leeds', 'Bristol', 'Glasgow', 'Edinburgh', 'Cardiff', 'Sheffield', 'York', 'Norwich'],
    address: 'Flat {flat}, {house} {street}',
    companyForms: ['{name} Ltd', '{name} & Sons Ltd'],
  },
]

/** A hundred entries, so that one draw finds the place. */
export const placeByPercent: readonly Place[] = places.flatMap((place) => Array.from({ length: place.share }, () => place))
