import type { LocalText } from '../text/language.ts'

const morning: LocalText = { uk: 'Доброго ранку', ru: 'Доброе утро', en: 'Good morning' }
const day: LocalText = { uk: 'Доброго дня', ru: 'Добрый день', en: 'Good afternoon' }
const evening: LocalText = { uk: 'Доброго вечора', ru: 'Добрый вечер', en: 'Good evening' }
const night: LocalText = { uk: 'Вітаю', ru: 'Здравствуйте', en: 'Hello' }

/** How one greets at this hour (0-23). */
export function greeting(localHour: number): LocalText {
  if (localHour >= 5 && localHour < 11) return morning
  if (localHour >= 11 && localHour < 17) return day
  if (localHour >= 17 && localHour < 23) return evening
  return night
}
