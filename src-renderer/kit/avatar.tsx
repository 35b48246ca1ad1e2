import { Building2, CircleUserRound, type LucideIcon } from 'lucide-react'
import styles from './avatar.module.css'
import { classNames } from './class-names.ts'

/** Initials of a person, a building for a company, a face for nobody we know. Decoration: the name stands beside it. */
export function Avatar({
  name,
  kind = 'person',
  size = 'm',
}: {
  readonly name?: string
  readonly kind?: 'person' | 'company'
  readonly size?: 's' | 'm' | 'l'
}) {
  const Icon: LucideIcon | undefined = !name ? CircleUserRound : kind === 'company' ? Building2 : undefined
  return (
    <span className={classNames(styles.avatar, styles[size], !name && styles.nobody)} aria-hidden>
      {Icon ? <Icon size={size === 's' ? 14 : size === 'm' ? 18 : 22} /> : initials(name ?? '')}
    </span>
  )
}

/** `Олена Ковальчук` → `ОК`; by code point, so that no surrogate pair is cut. */
export function initials(name: string): string {
  const words = name.split(/\s+/u).flatMap((word) => /\p{L}/u.exec(word)?.[0] ?? [])
  return [words[0], words.length > 1 ? words[1] : undefined].join('').toLocaleUpperCase()
}
