/** Names whose form follows no rule below. */
const irregular: Readonly<Record<string, string>> = {
  Ігор: 'Ігорю',
  Лазар: 'Лазарю',
  Любов: 'Любове',
  Лев: 'Леве',
  Ілля: 'Ілле',
  Марк: 'Марку',
}
const ukrainianName = /^[А-ЩЬЮЯҐЄІЇ][а-щьюяґєії'’ʼ]+$/u
/** In the order tried: ending, and what stands for it in the vocative case. */
const endings: readonly (readonly [RegExp, string])[] = [
  [/([аеиіоуєїюя'’ʼ])я$/u, '$1є'],
  [/я$/u, 'ю'],
  [/([жчшщ])а$/u, '$1е'],
  [/а$/u, 'о'],
  [/[йь]$/u, 'ю'],
  [/о$/u, 'е'],
  [/г$/u, 'же'],
  [/к$/u, 'ку'],
  [/х$/u, 'ше'],
  [/([бвдзлмнпрстфц])$/u, '$1е'],
]
/** Women's names that end in a consonant and have no vocative of their own. */
const feminineConsonant: ReadonlySet<string> = new Set(['Ніколь', 'Мішель', 'Рахіль', 'Естер', 'Рут', 'Аліс', 'Інес', 'Нінель'])

/** `Олена` → `Олено`, `Андрій` → `Андрію`: how one addresses a person in Ukrainian. Names in other scripts stay as they are. */
export function vocative(givenName: string): string {
  if (!ukrainianName.test(givenName) || feminineConsonant.has(givenName)) return givenName
  const known = irregular[givenName]
  if (known) return known
  for (const [ending, form] of endings) if (ending.test(givenName)) return givenName.replace(ending, form)
  return givenName
}
