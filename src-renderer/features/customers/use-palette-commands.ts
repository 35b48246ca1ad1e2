import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useAppState } from '../../app/state.ts'
import { useCommand } from '../../app/use-command.ts'
import { openView, views } from '../../app/view-state.ts'
import type { PaletteEntry } from './palette-entries.ts'

const demoCallers = ['known', 'vip', 'shared', 'unknown', 'anonymous', 'hostile'] as const

/** What can be done now besides finding and dialling. */
export function usePaletteCommands(): readonly (PaletteEntry & { readonly kind: 'command' })[] {
  const { t } = useTranslation(['customers', 'common'])
  const command = useCommand()
  const isDemo = useAppState((state) => state.host?.demo === true)
  const isReady = useAppState(({ operator }) => {
    if (!operator) return false
    return 'after' in operator ? operator.after.kind === 'ready' : operator.kind === 'ready'
  })
  const hasServer = useAppState(({ session }) => session?.kind === 'signed-in')
  const isAdministrator = useAppState(({ session }) => session?.kind === 'signed-in' && session.user.role === 'administrator')
  return useMemo(() => {
    const offered = views.filter((view) => (view === 'conflicts' ? hasServer : view === 'admin' ? isAdministrator : true))
    const entry = (id: string, label: string, run: () => void) => ({ kind: 'command', id, label, run }) as const
    return [
      isReady
        ? entry('not-ready', t('palette.notReady'), () => void command('operator.notReady', { reason: 'break' }))
        : entry('ready', t('palette.ready'), () => void command('operator.ready', {})),
      ...offered.map((view) =>
        entry(`view-${view}`, t('palette.goTo', { view: t(`palette.views.${view}`) }), () => openView(view)),
      ),
      ...(isDemo ? demoCallers : []).map((who) =>
        entry(`demo-${who}`, t('palette.simulate', { who: t(`who.${who}`) }), () => void command('demo.simulate', { who })),
      ),
    ]
  }, [t, command, isDemo, isReady, hasServer, isAdministrator])
}
