import { expect, it } from 'vitest'
import { deviceOfLine, newLineOf } from './device-line.ts'

it('SYNC-3: a device that must number anew stays itself', () => {
  const device = '0193-device'
  const line = newLineOf(device, '01936b2e-0000-7000-8000-0123456789ab')
  expect(line).toBe('0193-device_0123456789ab')
  expect(deviceOfLine(line)).toBe(device)
  expect(newLineOf(line, '01936b2e-0000-7000-8000-ba9876543210')).toBe('0193-device_ba9876543210')
})
