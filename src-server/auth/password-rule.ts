import { passwordRule } from '#shared/sync/account-api.ts'
import { foldLogin } from './login.ts'

/** Of the most used passwords, the stems: what is left when digits and signs around them are taken away. */
const commonest = new Set(
  (
    'password passwort parol parola пароль qwerty qwertyui qwertyuiop qwertyuiopasdf asdfghjkl asdfghjklqwe zxcvbnm йцукен йцукенгшщз ' +
    'фывапролдж iloveyou welcome monkey dragon football baseball superman batman princess sunshine master letmein trustno ' +
    'administrator admin root user login starwars whatever computer internet changeme secret default operator kyiv kiev ukraine ' +
    'україна украина slava dynamo shevchenko abcdefghij abcdefghijk qazwsxedc qazwsx zaqwsx passw0rd p@ssw0rd p@ssword'
  ).split(' '),
)

/** Whether nobody would guess it soon: long enough, not the login or the name, none of the commonest, no row of signs. */
export function isStrong(password: string, person: { readonly login: string; readonly name: string }): boolean {
  const text = password.normalize('NFKC')
  if ([...text].length < passwordRule.min || text.length > passwordRule.max) return false
  const folded = foldLogin(text)
  const bare = folded.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  if (commonest.has(folded) || commonest.has(bare)) return false
  if (new Set(folded).size < 5 || isRow(folded)) return false
  return ![person.login, person.login.split('@')[0] ?? '', ...person.name.split(/\s+/)].some((own) =>
    isMostly(folded, foldLogin(own)),
  )
}

/** What is left without the person's own word is too little to be a password. */
function isMostly(folded: string, own: string): boolean {
  return own.length >= 3 && folded.includes(own) && folded.replaceAll(own, '').length < 6
}

/** Signs that follow one another in the code table, up or down: 1234567890, abcdefghij. */
function isRow(text: string): boolean {
  const steps = [...text].slice(1).map((sign, index) => (sign.codePointAt(0) ?? 0) - (text.codePointAt(index) ?? 0))
  return steps.filter((step) => Math.abs(step) === 1).length >= steps.length - 1
}
