import type { Lifting } from '#shared/sync/authority/lift.ts'
import { schemaVersion } from '#shared/sync/protocol.ts'
import type { Desk } from './desk.ts'
import { noFaults, type SimUser } from './server/memory-server.ts'
import type { Simulation } from './simulation.ts'

/** What came to the simulation after its first seeds had failed. */
export const widerWeights = { role: 3, handover: 3, upgrade: 3, tooOld: 2, busy: 3, settleQuarantine: 3 } as const
export type WiderKind = keyof typeof widerWeights

const roles = ['operator', 'supervisor', 'field-office', 'analyst'] as const
/** What the newer version's server writes into calls of the older one, which does not know of it. */
export const liftedSubject = 'made by an older app'

const upgraded: Lifting = {
  steps: {
    [schemaVersion]: (mutation) =>
      mutation.kind === 'create' && mutation.entity === 'interactions'
        ? { ...mutation, fields: { ...mutation.fields, subject: liftedSubject } }
        : mutation,
  },
  newest: schemaVersion + 1,
}

export function change(kind: WiderKind, desk: Desk, simulation: Simulation): string | undefined {
  const { server, chance, timeline } = simulation
  switch (kind) {
    case 'role': {
      const user = server.users.get(desk.userId) as SimUser
      if (user.role === 'administrator' || simulation.desks[0] === desk) return 'stays'
      const role = chance.of(roles)
      simulation.changeUser({ ...user, role })
      return role
    }
    case 'handover': {
      // Somebody works on while their territory goes and comes back, and hears of it late.
      desk.away = true
      for (let deed = 0; deed < 3; deed += 1) simulation.act(desk)
      const lost = simulation.changeRights(desk)
      for (let deed = 0; deed < 2; deed += 1) simulation.act(desk)
      timeline.after(chance.between(0, 12_000), () => simulation.changeRights(desk))
      timeline.after(chance.between(0, 12_000), () => {
        desk.away = false
      })
      return lost
    }
    case 'upgrade': {
      if (server.lifting !== upgraded) {
        server.lifting = upgraded
        server.die()
        timeline.after(chance.between(100, 3_000), () => server.start())
        return 'server'
      }
      desk.update(upgraded.newest)
      return 'desk'
    }
    case 'tooOld': {
      server.tooOld.add(desk.seat)
      timeline.after(chance.between(1_000, 40_000), () => {
        if (!server.tooOld.delete(desk.seat)) return
        desk.update(server.lifting.newest)
      })
      return undefined
    }
    case 'busy':
      server.faults = chance.odds(0.6) ? { ...noFaults, busy: 0.5 } : noFaults
      return String(server.faults.busy)
    case 'settleQuarantine': {
      const discard = chance.odds(0.3)
      void server.settleQuarantine(simulation.desks[0]?.userId ?? '', discard).then((gone) => {
        if (gone) simulation.discarded.push(gone.mutation)
      })
      return discard ? 'discards' : 'takes'
    }
  }
}
