import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CommandOutput } from '#shared/contract/commands.ts'
import type { Failure } from '#shared/domain/failure/failure.ts'
import type { PlaceKind } from '#shared/sync/account-api.ts'
import { useBridge } from '../../app/bridge.ts'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Select } from '../../kit/select.tsx'
import { TextField } from '../../kit/text-field.tsx'
import styles from './admin.module.css'
import { Trouble } from './trouble.tsx'

export type Places = CommandOutput<'admin.places'>
export interface Place {
  readonly id: string
  readonly name: string
  /** Of an office. */
  readonly city?: string | undefined
  /** Of a team. */
  readonly officeId?: string | undefined
}

export function placesOf(places: Places, kind: PlaceKind): readonly Place[] {
  return { territory: places.territories, office: places.offices, team: places.teams }[kind]
}

/** A choice of a list must have a value: this one stands for none. */
const none = '-'

/** A new place, or another name for one that is there. */
export function PlaceDialog({
  kind,
  place,
  places,
  onClose,
  onSaved,
}: {
  readonly kind: PlaceKind
  readonly place: Place | undefined
  readonly places: Places
  readonly onClose: () => void
  readonly onSaved: () => void
}) {
  const { t } = useTranslation('admin')
  const { t: common } = useTranslation()
  const bridge = useBridge()
  const formId = useId()
  const [name, setName] = useState(place?.name ?? '')
  const [city, setCity] = useState(place?.city ?? '')
  const [officeId, setOfficeId] = useState(place?.officeId ?? none)
  const [wasTried, setTried] = useState(false)
  const [isPending, setPending] = useState(false)
  const [failure, setFailure] = useState<Failure>()
  const taken = placesOf(places, kind).some((one) => one.id !== place?.id && isSame(one.name, name))
  const problem = name.trim() === '' ? t('places.nameNeeded') : taken ? t('places.nameTaken') : undefined

  const save = async () => {
    setTried(true)
    if (problem || isPending) return
    setPending(true)
    const result = await bridge.call('admin.savePlace', {
      kind,
      name: name.trim(),
      ...(place ? { id: place.id } : {}),
      ...(kind === 'office' && city.trim() ? { city: city.trim() } : {}),
      ...(kind === 'team' && officeId !== none ? { officeId } : {}),
    })
    setPending(false)
    if (result.ok) onSaved()
    else setFailure(result.failure)
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void save()
  }
  return (
    <Dialog
      title={place ? place.name : t(`places.new.${kind}`)}
      isOpen
      onClose={onClose}
      closeLabel={common('close')}
      size="s"
      footer={
        <>
          <Button onPress={onClose}>{common('cancel')}</Button>
          <Button variant="primary" type="submit" form={formId} isPending={isPending}>
            {t(place ? 'users.save' : 'users.create')}
          </Button>
        </>
      }
    >
      <Trouble failure={failure} />
      <form id={formId} className={styles.oneTime} onSubmit={onSubmit}>
        <p className={styles.faint}>{t(`places.about.${kind}`)}</p>
        <TextField
          label={t('places.name')}
          value={name}
          onChange={setName}
          maxLength={200}
          error={wasTried ? problem : undefined}
          autoFocus
        />
        {kind === 'office' && <TextField label={t('places.city')} value={city} onChange={setCity} maxLength={100} />}
        {kind === 'team' && (
          <Select
            label={t('users.office')}
            value={officeId}
            onChange={setOfficeId}
            choices={[
              { value: none, label: t('users.noneChosen') },
              ...places.offices.map((office) => ({ value: office.id, label: office.name })),
            ]}
          />
        )}
      </form>
    </Dialog>
  )
}

function isSame(one: string, other: string): boolean {
  return one.trim().toLocaleLowerCase() === other.trim().toLocaleLowerCase()
}
