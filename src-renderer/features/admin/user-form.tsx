import { useTranslation } from 'react-i18next'
import { allRoles } from '#shared/domain/people/role.ts'
import type { UserDraft } from '#shared/domain/people/user.ts'
import { Checkbox } from '../../kit/checkbox.tsx'
import { Select } from '../../kit/select.tsx'
import { Switch } from '../../kit/switch.tsx'
import { TextField } from '../../kit/text-field.tsx'
import styles from './admin.module.css'
import type { Places } from './place-dialog.tsx'

/** A choice of a list must have a value: this one stands for none. */
const none = '-'

export function UserForm({
  draft,
  places,
  problems,
  isReadOnly,
  onChange,
}: {
  readonly draft: UserDraft
  readonly places: Places
  readonly problems: ReadonlySet<string>
  readonly isReadOnly: boolean
  readonly onChange: (changes: Partial<UserDraft>) => void
}) {
  const { t } = useTranslation('admin')
  const { t: account } = useTranslation('account')
  const optional = (list: Places['offices']) => [
    { value: none, label: t('users.noneChosen') },
    ...list.map(({ id, name }) => ({ value: id, label: name })),
  ]
  const given = (id: string) => (id === none ? undefined : id)
  const own = places.territories.filter(({ id }) => draft.territoryIds.includes(id))
  const toggle = (id: string, on: boolean) => {
    const territoryIds = on ? [...draft.territoryIds, id] : draft.territoryIds.filter((one) => one !== id)
    const home = draft.homeTerritoryId && territoryIds.includes(draft.homeTerritoryId) ? draft.homeTerritoryId : territoryIds[0]
    onChange({ territoryIds, homeTerritoryId: home })
  }
  return (
    <div className={styles.form}>
      <TextField
        label={t('users.name')}
        value={draft.name}
        onChange={(name) => onChange({ name })}
        maxLength={200}
        isReadOnly={isReadOnly}
        error={problems.has('name') ? t('users.nameNeeded') : undefined}
        autoFocus
      />
      <TextField
        label={t('users.login')}
        hint={t('users.loginHint')}
        value={draft.login}
        onChange={(login) => onChange({ login })}
        maxLength={100}
        isReadOnly={isReadOnly}
        autoComplete="off"
        error={problems.has('login') ? t('users.loginHint') : undefined}
      />
      <Select
        label={t('users.role')}
        isDisabled={isReadOnly}
        value={draft.role}
        onChange={(role) => onChange({ role })}
        choices={allRoles.map((role) => ({
          value: role,
          label: account(`role.${role}`),
          description: account(`roleText.${role}`),
        }))}
      />
      <Select
        label={t('users.office')}
        isDisabled={isReadOnly}
        value={draft.officeId ?? none}
        onChange={(id) => onChange({ officeId: given(id) })}
        choices={optional(places.offices)}
      />
      <Select
        label={t('users.team')}
        isDisabled={isReadOnly}
        value={draft.teamId ?? none}
        onChange={(id) => onChange({ teamId: given(id) })}
        choices={optional(places.teams)}
      />
      <Select
        label={t('users.home')}
        hint={t('users.homeHint')}
        isDisabled={isReadOnly || own.length === 0}
        value={draft.homeTerritoryId ?? none}
        onChange={(id) => onChange({ homeTerritoryId: given(id) })}
        choices={optional(own)}
        error={problems.has('home') ? t('users.homeWrong') : undefined}
      />
      <fieldset className={styles.fieldset}>
        <legend className={styles.legend}>{t('users.territories')}</legend>
        {places.territories.length === 0 && <p className={styles.faint}>{t('users.noTerritories')}</p>}
        <div className={styles.territories}>
          {places.territories.map(({ id, name }) => (
            <Checkbox
              key={id}
              isDisabled={isReadOnly}
              isSelected={draft.territoryIds.includes(id)}
              onChange={(on) => toggle(id, on)}
            >
              <bdi>{name}</bdi>
            </Checkbox>
          ))}
        </div>
      </fieldset>
      <div className={styles.wide}>
        <Switch isSelected={draft.active} isDisabled={isReadOnly} onChange={(active) => onChange({ active })}>
          {t('users.mayWork')}
        </Switch>
        {!draft.active && <p className={styles.faint}>{t('users.inactiveHint')}</p>}
      </div>
    </div>
  )
}
