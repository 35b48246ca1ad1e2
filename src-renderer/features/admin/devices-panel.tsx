import { MonitorSmartphone } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeviceRecord } from '#shared/domain/people/user.ts'
import { useFormat } from '../../app/format.ts'
import { useCommand } from '../../app/use-command.ts'
import { useQuery } from '../../app/use-query.ts'
import { Badge, Dot } from '../../kit/badge.tsx'
import { Button } from '../../kit/button.tsx'
import { type DataColumn, DataTable, RowActions } from '../../kit/data-table.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import type { Tone } from '../../kit/tone.ts'
import styles from './admin.module.css'
import { AdminQuery } from './admin-query.tsx'
import { type DeviceAction, DeviceDialog } from './device-dialog.tsx'

const nothing = {}
const tones: Readonly<Record<DeviceRecord['status'], Tone>> = {
  active: 'ok',
  revoked: 'neutral',
  'wipe-asked': 'warn',
  wiped: 'neutral',
}

/** Computers that somebody has signed in on, and which of them may go on. */
export function DevicesPanel({ canChange }: { readonly canChange: boolean }) {
  const { t } = useTranslation('admin')
  const { query, reload } = useQuery('admin.devices', nothing)
  const run = useCommand()
  const [asking, setAsking] = useState<DeviceAction>()
  const change = useCallback(
    async ({ device, action }: DeviceAction) => {
      const result = await run('admin.setDevice', { deviceId: device.deviceId, action })
      setAsking(undefined)
      if (result.ok) reload()
    },
    [run, reload],
  )
  // Letting a computer in again takes nothing away, so it is not asked about.
  const begin = useCallback((next: DeviceAction) => (next.action === 'allow' ? void change(next) : setAsking(next)), [change])
  const columns = useColumns(canChange, begin)
  return (
    <div className={styles.panel}>
      <AdminQuery query={query} onRetry={reload}>
        {(devices) =>
          devices.length === 0 ? (
            <EmptyState icon={MonitorSmartphone} title={t('devices.none')} text={t('devices.noneText')} />
          ) : (
            <div className={styles.table}>
              <DataTable
                label={t('devices.title')}
                columns={columns}
                rows={devices}
                rowKey={(device) => device.deviceId}
                sortedBy={{ id: 'seen', desc: true }}
                rowHeight={48}
              />
            </div>
          )
        }
      </AdminQuery>
      {asking && <DeviceDialog asking={asking} onClose={() => setAsking(undefined)} onConfirm={() => change(asking)} />}
    </div>
  )
}

function useColumns(canChange: boolean, onAction: (next: DeviceAction) => void): readonly DataColumn<DeviceRecord>[] {
  const { t } = useTranslation('admin')
  const format = useFormat()
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('devices.name'),
        width: 'minmax(180px, 1.4fr)',
        sortBy: (device) => device.name,
        cell: (device) => (
          <span className={styles.two}>
            <bdi className={styles.cut}>{device.name}</bdi>
            <bdi className={styles.faint}>{t('devices.version', { version: device.appVersion })}</bdi>
          </span>
        ),
      },
      {
        id: 'user',
        header: t('devices.user'),
        width: 'minmax(140px, 1fr)',
        sortBy: (device) => device.userName,
        cell: (device) => <bdi>{device.userName}</bdi>,
      },
      {
        id: 'seen',
        header: t('devices.lastSeen'),
        width: 'minmax(130px, 0.8fr)',
        sortBy: (device) => (device.online ? Number.MAX_SAFE_INTEGER : device.lastSeenAtMs),
        cell: (device) =>
          device.online ? (
            <span className={styles.online}>
              <Dot tone="ok" /> {t('devices.online')}
            </span>
          ) : (
            <span className={styles.faint}>{format.dateTime(device.lastSeenAtMs)}</span>
          ),
      },
      {
        id: 'status',
        header: t('devices.status'),
        width: '150px',
        sortBy: (device) => t(`devices.state.${device.status}`),
        cell: (device) => <Badge tone={tones[device.status]}>{t(`devices.state.${device.status}`)}</Badge>,
      },
      {
        id: 'actions',
        header: '',
        width: canChange ? '260px' : '0px',
        align: 'end',
        cell: (device) => canChange && <Actions device={device} onAction={onAction} />,
      },
    ],
    [t, format, canChange, onAction],
  )
}

function Actions({ device, onAction }: { readonly device: DeviceRecord; readonly onAction: (next: DeviceAction) => void }) {
  const { t } = useTranslation('admin')
  const actions = (
    { active: ['revoke', 'wipe'], revoked: ['allow', 'wipe'], 'wipe-asked': ['allow'], wiped: ['allow'] } as const
  )[device.status]
  return (
    <RowActions>
      {actions.map((action) => (
        <Button
          key={action}
          size="s"
          aria-label={`${t(`devices.${action}`)}: ${device.name}`}
          onPress={() => onAction({ device, action })}
        >
          {t(`devices.${action}`)}
        </Button>
      ))}
    </RowActions>
  )
}
