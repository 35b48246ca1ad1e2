import type { LocalText } from '#shared/domain/text/language.ts'

export interface DemoProduct {
  readonly id: string
  readonly name: LocalText
  readonly for: 'person' | 'company' | 'both'
}

/** What the demo's company sells. */
export const demoProducts: readonly DemoProduct[] = [
  { id: 'home-300', name: { uk: 'Домашній інтернет 300', ru: 'Домашний интернет 300', en: 'Home internet 300' }, for: 'person' },
  {
    id: 'home-1000',
    name: { uk: 'Домашній інтернет 1000', ru: 'Домашний интернет 1000', en: 'Home internet 1000' },
    for: 'person',
  },
  { id: 'mobile-start', name: { uk: 'Мобільний «Старт»', ru: 'Мобильный «Старт»', en: 'Mobile Start' }, for: 'person' },
  { id: 'mobile-max', name: { uk: 'Мобільний «Максимум»', ru: 'Мобильный «Максимум»', en: 'Mobile Max' }, for: 'both' },
  { id: 'tv', name: { uk: 'Цифрове ТБ', ru: 'Цифровое ТВ', en: 'Digital TV' }, for: 'person' },
  { id: 'family', name: { uk: 'Пакет «Родина»', ru: 'Пакет «Семья»', en: 'Family bundle' }, for: 'person' },
  { id: 'office', name: { uk: 'Інтернет для офісу', ru: 'Интернет для офиса', en: 'Office internet' }, for: 'company' },
  { id: 'pbx', name: { uk: 'Хмарна АТС', ru: 'Облачная АТС', en: 'Cloud PBX' }, for: 'company' },
  { id: 'static-ip', name: { uk: 'Статична IP-адреса', ru: 'Статический IP-адрес', en: 'Static IP address' }, for: 'both' },
  { id: 'router', name: { uk: 'Оренда роутера', ru: 'Аренда роутера', en: 'Router rental' }, for: 'both' },
]
