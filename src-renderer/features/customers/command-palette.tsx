import { ArrowRight, Phone } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { Dialog as AriaDialog, Modal, ModalOverlay } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useCommand } from '../../app/use-command.ts'
import { openCustomer, useViewState } from '../../app/view-state.ts'
import { PickList, PickOption, useActiveOption, usePickList } from '../../kit/pick-list.tsx'
import { TextField } from '../../kit/text-field.tsx'
import { CustomerRow } from './customer-row.tsx'
import styles from './palette.module.css'
import { type PaletteEntry, paletteEntries } from './palette-entries.ts'
import { useCustomerSearch } from './use-customer-search.ts'
import { usePaletteCommands } from './use-palette-commands.ts'

const customersShown = 6

/** Customers, numbers and commands in one field, by keyboard alone. */
export function CommandPalette({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation('customers')
  return (
    <ModalOverlay className={styles.overlay as string} isOpen={isOpen} onOpenChange={(open) => !open && onClose()} isDismissable>
      <Modal className={styles.modal as string}>
        <AriaDialog className={styles.dialog as string} aria-label={t('palette.title')}>
          <Contents onClose={onClose} />
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

function Contents({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('customers')
  const command = useCommand()
  const [typed, setTyped] = useState(() => useViewState.getState().paletteQuery ?? '')
  const { results, answered } = useCustomerSearch(typed, customersShown)
  const commands = usePaletteCommands()
  const entries = useMemo(() => paletteEntries(typed, results, commands), [typed, results, commands])
  const input = useRef<HTMLInputElement>(null)

  const run = (entry: PaletteEntry) => {
    onClose()
    if (entry.kind === 'customer') openCustomer(entry.summary.customerId)
    else if (entry.kind === 'dial') void command('phone.dial', { number: entry.number })
    else entry.run()
  }
  const list = usePickList(entries.length, (index) => {
    const entry = entries[index]
    if (entry) run(entry)
  })
  useActiveOption(input, list, entries.length > 0)
  return (
    <>
      <div className={styles.field}>
        <TextField
          label={t('palette.title')}
          labelHidden
          placeholder={t('palette.placeholder')}
          value={typed}
          onChange={(text) => {
            setTyped(text)
            list.setActive(0)
          }}
          maxLength={200}
          inputRef={input}
          autoFocus
          onKeyDown={(event) => {
            if (!list.onKey(event)) event.continuePropagation()
          }}
        />
      </div>
      <div className={styles.entries}>
        {entries.length === 0 && <p className={styles.nothing}>{t('palette.nothing')}</p>}
        <PickList list={list} label={t('palette.title')}>
          {entries.map((entry, index) => (
            <PickOption key={entry.id} list={list} index={index}>
              <Entry entry={entry} query={answered} />
            </PickOption>
          ))}
        </PickList>
      </div>
      <p className={styles.keys}>{t('palette.keys')}</p>
    </>
  )
}

function Entry({ entry, query }: { readonly entry: PaletteEntry; readonly query: string }) {
  const { t } = useTranslation('customers')
  if (entry.kind === 'customer') return <CustomerRow summary={entry.summary} query={query} />
  const Icon = entry.kind === 'dial' ? Phone : ArrowRight
  return (
    <>
      <span className={styles.icon}>
        <Icon size={15} aria-hidden />
      </span>
      <bdi>{entry.kind === 'dial' ? t('palette.dial', { number: entry.number }) : entry.label}</bdi>
    </>
  )
}
