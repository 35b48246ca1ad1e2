import { disposition } from '#shared/domain/disposition/disposition.ts'
import { type Script, script } from '#shared/domain/script/script.ts'
import { type ScreenPop, screenPop } from '#shared/domain/work/screen-pop.ts'
import { demoCard } from './demo-card.ts'
import { demoCaller, demoSummaries, support, withheld } from './fixtures.ts'

const all = (uk: string, ru: string, en: string) => ({ uk, ru, en })

export const demoScript: Script = script.parse({
  scriptId: 'no-connection',
  version: 1,
  name: all('Підтримка: немає зв’язку', 'Поддержка: нет связи', 'Support: no connection'),
  rule: { queues: ['support'], languages: [], segments: [], direction: 'inbound', priority: 10 },
  firstStep: 'light',
  steps: [
    {
      kind: 'choice',
      stepId: 'light',
      title: all('Вогник', 'Огонёк', 'Light'),
      say: all(
        'Бачу, що за адресою {{ customer.address }} зв’язку немає. Скажіть, будь ласка, чи горить на модемі червоний вогник?',
        'Вижу, что по адресу {{ customer.address }} связи нет. Скажите, пожалуйста, горит ли на модеме красный огонёк?',
        'I can see that there is no connection at {{ customer.address }}. Is the red light on the modem on?',
      ),
      options: [
        { key: 'red', label: all('Так, горить', 'Да, горит', 'Yes, it is'), goTo: 'restart' },
        { key: 'green', label: all('Ні, усе зелене', 'Нет, всё зелёное', 'No, all green'), goTo: 'bye' },
        { key: 'away', label: all('Немає модема поруч', 'Нет модема рядом', 'Not near the modem'), goTo: 'bye' },
      ],
    },
    {
      kind: 'say',
      stepId: 'restart',
      title: all('Перезапуск', 'Перезапуск', 'Restart'),
      say: all('Вимкніть модем на десять секунд.', 'Выключите модем на десять секунд.', 'Switch the modem off for ten seconds.'),
      goTo: 'bye',
    },
    {
      kind: 'end',
      stepId: 'bye',
      title: all('Прощання', 'Прощание', 'Goodbye'),
      say: all('Дякую за дзвінок!', 'Спасибо за звонок!', 'Thank you for calling!'),
    },
  ],
  objections: [
    {
      key: 'promised',
      title: all('«Мені вже обіцяли вчора»', '«Мне уже обещали вчера»', '“I was promised this yesterday”'),
      say: all('Перепрошую за це.', 'Прошу прощения за это.', 'I am sorry about that.'),
    },
  ],
})

export const demoDispositions = [
  ['solved', undefined, 'в', all('Вирішено', 'Решено', 'Solved'), 'none'],
  ['solved-now', 'solved', '1', all('У розмові', 'В разговоре', 'In the call'), 'none'],
  ['solved-master', 'solved', '2', all('Викликано майстра', 'Вызван мастер', 'Technician booked'), 'task'],
  ['later', undefined, 'п', all('Пізніше', 'Позже', 'Later'), 'callback'],
  ['later-callback', 'later', '1', all('Передзвонити', 'Перезвонить', 'Call back'), 'callback'],
  ['complaint', undefined, 'с', all('Скарга', 'Жалоба', 'Complaint'), 'case'],
].map(([dispositionId, parentId, shortcut, label, followUp], position) =>
  disposition.parse({
    dispositionId,
    parentId,
    shortcut,
    label,
    noteRequired: dispositionId === 'complaint',
    followUp,
    position,
  }),
)

/** A known caller with everything; `more` makes it another one. */
export function demoPop(id: string, nowMs: number, more: Partial<ScreenPop> = {}): ScreenPop {
  return screenPop.parse({
    interactionId: id,
    callId: id,
    direction: 'inbound',
    startedAtMs: nowMs - 171_000,
    caller: demoCaller(1),
    context: { pbxCallId: 'demo.1', queue: 'support', fields: { Кампанія: 'Осінь' } },
    queue: support,
    match: { kind: 'sure', customerId: 'customer-0', reason: 'number' },
    card: demoCard(nowMs),
    script: demoScript,
    scriptReasons: ['queue'],
    scriptData: { customer: { address: 'вул. Прикладна, 12' } },
    otherScripts: [],
    dispositions: demoDispositions,
    note: '',
    stages: { parsed: 0.4, matched: 1.1, carded: 3.2, scripted: 3.9, sent: 4.6, painted: 31 },
    ...more,
  })
}

const nobody = { card: undefined, script: demoScript, scriptReasons: ['default' as const] }

export const unknownPop = (id: string, nowMs: number) => demoPop(id, nowMs, { ...nobody, match: { kind: 'unknown' } })
export const anonymousPop = (id: string, nowMs: number) =>
  demoPop(id, nowMs, { ...nobody, caller: withheld, match: { kind: 'anonymous' } })
export const severalPop = (id: string, nowMs: number) =>
  demoPop(id, nowMs, { ...nobody, match: { kind: 'several', candidates: demoSummaries(3) } })
export const likelyPop = (id: string, nowMs: number) =>
  demoPop(id, nowMs, {
    match: {
      kind: 'likely',
      customerId: demoCard(nowMs).customer.customerId,
      reason: 'shared-number',
      others: demoSummaries(3).slice(1),
    },
  })
export const unavailablePop = (id: string, nowMs: number) => demoPop(id, nowMs, { ...nobody, match: { kind: 'unavailable' } })
