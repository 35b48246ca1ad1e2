import { Building2, Globe, type LucideIcon, MapPin, Pencil, Plus, Trash2, UsersRound } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlaceKind } from '#shared/sync/account-api.ts'
import { useQuery } from '../../app/use-query.ts'
import { Button } from '../../kit/button.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { IconButton } from '../../kit/icon-button.tsx'
import { ListRow } from '../../kit/list-row.tsx'
import { SectionTitle } from '../../kit/section-title.tsx'
import styles from './admin.module.css'
import { AdminQuery } from './admin-query.tsx'
import { type Place, PlaceDialog, type Places, placesOf } from './place-dialog.tsx'
import { RemovePlaceDialog } from './remove-place-dialog.tsx'

const nothing = {}
const kinds: readonly PlaceKind[] = ['territory', 'office', 'team']
const icons: Readonly<Record<PlaceKind, LucideIcon>> = { territory: MapPin, office: Building2, team: UsersRound }

type Asking =
  | { readonly what: 'save'; readonly kind: PlaceKind; readonly place?: Place }
  | { readonly what: 'remove'; readonly kind: PlaceKind; readonly place: Place }

/** Territories, offices and teams: what users are given, and by territory which customers they have. */
export function PlacesPanel() {
  const { t } = useTranslation('admin')
  const { query, reload } = useQuery('admin.places', nothing)
  const [asking, setAsking] = useState<Asking>()
  const close = () => setAsking(undefined)
  const onDone = () => {
    close()
    reload()
  }
  return (
    <div className={styles.panel}>
      <AdminQuery query={query} onRetry={reload}>
        {(places) => (
          <>
            <div className={styles.places}>
              {isEmpty(places) && (
                <EmptyState
                  icon={Globe}
                  title={t('places.none')}
                  text={t('places.noneText')}
                  action={
                    <Button icon={Plus} variant="primary" onPress={() => setAsking({ what: 'save', kind: 'territory' })}>
                      {t('places.new.territory')}
                    </Button>
                  }
                />
              )}
              {kinds.map((kind) => (
                <PlaceList
                  key={kind}
                  kind={kind}
                  places={places}
                  onNew={() => setAsking({ what: 'save', kind })}
                  onEdit={(place) => setAsking({ what: 'save', kind, place })}
                  onRemove={(place) => setAsking({ what: 'remove', kind, place })}
                />
              ))}
            </div>
            {asking?.what === 'save' && (
              <PlaceDialog kind={asking.kind} place={asking.place} places={places} onClose={close} onSaved={onDone} />
            )}
            {asking?.what === 'remove' && (
              <RemovePlaceDialog kind={asking.kind} place={asking.place} onClose={close} onRemoved={onDone} />
            )}
          </>
        )}
      </AdminQuery>
    </div>
  )
}

/** Then what a territory is stands above all. */
function isEmpty({ territories, offices, teams }: Places): boolean {
  return territories.length + offices.length + teams.length === 0
}

function PlaceList({
  kind,
  places,
  onNew,
  onEdit,
  onRemove,
}: {
  readonly kind: PlaceKind
  readonly places: Places
  readonly onNew: () => void
  readonly onEdit: (place: Place) => void
  readonly onRemove: (place: Place) => void
}) {
  const { t } = useTranslation('admin')
  const list = placesOf(places, kind)
  const Icon = icons[kind]
  const about = ({ city, officeId }: Place) => city ?? places.offices.find(({ id }) => id === officeId)?.name
  return (
    <section className={styles.placeList}>
      <SectionTitle
        count={list.length}
        action={
          <Button size="s" variant="ghost" icon={Plus} aria-label={t(`places.new.${kind}`)} onPress={onNew}>
            {t('places.add')}
          </Button>
        }
      >
        {t(`places.kind.${kind}`)}
      </SectionTitle>
      {!(kind === 'territory' && isEmpty(places)) && <p className={styles.faint}>{t(`places.about.${kind}`)}</p>}
      {list.map((place) => (
        <ListRow
          key={place.id}
          framed
          start={<Icon size={15} aria-hidden />}
          title={<bdi title={place.name}>{place.name}</bdi>}
          subtitle={about(place) && <bdi>{about(place)}</bdi>}
          end={
            <>
              <IconButton icon={Pencil} size="s" label={t('places.edit', { name: place.name })} onPress={() => onEdit(place)} />
              <IconButton
                icon={Trash2}
                size="s"
                label={t('places.remove', { name: place.name })}
                onPress={() => onRemove(place)}
              />
            </>
          }
        />
      ))}
    </section>
  )
}
