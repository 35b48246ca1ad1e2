import type { OperatorState } from '#shared/domain/operator/operator.ts'
import type { Language } from '#shared/domain/text/language.ts'

type ShellText = 'show' | 'quit' | 'incoming' | 'noLine' | OperatorState['kind']

/** The few words outside the pages: tray and notifications. */
export const shellTexts: Readonly<Record<Language, Readonly<Record<ShellText, string>>>> = {
  uk: {
    show: 'Показати Dzvin',
    quit: 'Вийти',
    incoming: 'Вхідний дзвінок',
    noLine: 'Немає зв’язку з АТС',
    ready: 'Готовий',
    'not-ready': 'Не готовий',
    'in-call': 'У розмові',
    'wrap-up': 'Завершення дзвінка',
  },
  ru: {
    show: 'Показать Dzvin',
    quit: 'Выйти',
    incoming: 'Входящий звонок',
    noLine: 'Нет связи с АТС',
    ready: 'Готов',
    'not-ready': 'Не готов',
    'in-call': 'В разговоре',
    'wrap-up': 'Завершение звонка',
  },
  en: {
    show: 'Show Dzvin',
    quit: 'Quit',
    incoming: 'Incoming call',
    noLine: 'No connection to the PBX',
    ready: 'Ready',
    'not-ready': 'Not ready',
    'in-call': 'In a call',
    'wrap-up': 'Wrap-up',
  },
}
