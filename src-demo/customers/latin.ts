const cyrillic = 'абвгґдеєжзиіїйклмнопрстуфхцчшщьюяыэъёәғқңөұүһ'
const romanised = 'a,b,v,h,g,d,e,ie,zh,z,y,i,i,i,k,l,m,n,o,p,r,s,t,u,f,kh,ts,ch,sh,shch,,iu,ia,y,e,,e,a,g,k,n,o,u,u,h'.split(',')
const table = new Map([...cyrillic].map((letter, index) => [letter, romanised[index] ?? '']))

/** Letters `a-z` only, for e-mail addresses: `Олена` → `olena`, `Łukasz` → `lukasz`. */
export function latin(text: string): string {
  return [...text.toLowerCase()]
    .map((letter) => table.get(letter) ?? letter)
    .join('')
    .replace(/ł/g, 'l')
    .normalize('NFD')
    .replace(/[^a-z]/g, '')
}
