import { encode } from 'uqr'
import { expect, test } from 'vitest'
import { qrPath } from './qr-path.ts'

const uri = 'otpauth://totp/Dzvin:example?secret=JBSWY3DPEHPK3PXP&issuer=Dzvin'

test('the path covers exactly the dark modules', () => {
  const { data, size } = encode(uri, { ecc: 'M', border: 4 })
  const drawn = data.map((line) => line.map(() => false))
  const path = qrPath(uri)
  for (const [, x, y, width] of path.d.matchAll(/M(\d+) (\d+)h(\d+)v1H\d+z/g)) {
    for (let step = 0; step < Number(width); step++) drawn[Number(y)]![Number(x) + step] = true
  }
  expect(path.size).toBe(size)
  expect(drawn).toEqual(data)
})

test('four light modules stand around it', () => {
  const { d, size } = qrPath(uri)
  const starts = [...d.matchAll(/M(\d+) (\d+)/g)].flatMap(([, x, y]) => [Number(x), Number(y)])
  expect(Math.min(...starts)).toBe(4)
  expect(Math.max(...starts)).toBeLessThan(size - 4)
})
