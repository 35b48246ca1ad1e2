import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '#shared/domain/failure/failure.ts'
import type { PlaceKind } from '#shared/sync/account-api.ts'
import { useBridge } from '../../app/bridge.ts'
import { Banner } from '../../kit/banner.tsx'
import { ConfirmDialog } from '../../kit/confirm-dialog.tsx'
import styles from './admin.module.css'
import type { Place } from './place-dialog.tsx'
import { Trouble } from './trouble.tsx'

const holders = ['users', 'teams', 'customers', 'records'] as const

/** Asks before a place is taken away; where something belongs to it, says what. */
export function RemovePlaceDialog({
  kind,
  place,
  onClose,
  onRemoved,
}: {
  readonly kind: PlaceKind
  readonly place: Place
  readonly onClose: () => void
  readonly onRemoved: () => void
}) {
  const { t } = useTranslation('admin')
  const { t: common } = useTranslation()
  const bridge = useBridge()
  const [isPending, setPending] = useState(false)
  const [failure, setFailure] = useState<Failure>()
  const holder = failure?.kind === 'place-in-use' ? holders.find((one) => one === failure.params?.field) : undefined
  const remove = async () => {
    setPending(true)
    setFailure(undefined)
    const result = await bridge.call('admin.removePlace', { kind, id: place.id })
    setPending(false)
    if (result.ok) onRemoved()
    else setFailure(result.failure)
  }
  return (
    <ConfirmDialog
      title={t('places.removeTitle', { name: place.name })}
      confirmLabel={t('places.removeIt')}
      cancelLabel={common('cancel')}
      closeLabel={common('close')}
      isPending={isPending}
      onConfirm={() => void remove()}
      onClose={onClose}
    >
      {holder ? (
        <div className={styles.trouble}>
          <Banner tone="bad" title={t('places.inUse')} inset>
            {t(`places.has.${holder}`)}
          </Banner>
        </div>
      ) : (
        <Trouble failure={failure} />
      )}
      <p>{t(`places.removeText.${kind}`)}</p>
    </ConfirmDialog>
  )
}
