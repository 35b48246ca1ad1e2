import { Crown, EyeOff, type LucideIcon, PhoneIncoming, ShieldAlert, UserRound, UserRoundX, UsersRound } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { CommandInput } from '#shared/contract/commands.ts'
import { useCommand } from '../../app/use-command.ts'
import { Button } from '../../kit/button.tsx'
import { Menu } from '../../kit/menu.tsx'

type Who = CommandInput<'demo.simulate'>['who']

const callers: readonly (readonly [Who, LucideIcon])[] = [
  ['known', UserRound],
  ['shared', UsersRound],
  ['unknown', UserRoundX],
  ['anonymous', EyeOff],
  ['vip', Crown],
  ['hostile', ShieldAlert],
]

/** On the demo line only: somebody calls at the press of a button. */
export function SimulateMenu() {
  const { t } = useTranslation('softphone')
  const run = useCommand()
  return (
    <Menu
      label={t('simulate.title')}
      placement="bottom end"
      trigger={<Button icon={PhoneIncoming}>{t('simulate.short')}</Button>}
      groups={[
        {
          title: t('simulate.title'),
          actions: callers.map(([who, icon]) => ({
            id: who,
            icon,
            label: t(`simulate.${who}`),
            onAction: () => void run('demo.simulate', { who }),
          })),
        },
      ]}
    />
  )
}
