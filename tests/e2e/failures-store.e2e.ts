import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, open, readdir, rename, rm, rmdir, stat, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, type Page } from '@playwright/test'
import Database from 'better-sqlite3-multiple-ciphers'
import { openReadConnection } from '#main/store/connection.ts'
import { answer, bar, card, cardName, hangUpAndWrapUp, note, simulate, status, tabs, test, wrapUp } from './workplace.ts'

/** Troubles of the database while calls come in: the phone goes on, the operator is told, nothing typed is lost. */
const banner = (page: Page, words: string) => page.getByRole('alert').filter({ hasText: words })
const noteStatus = (page: Page, words: string) => page.getByRole('status').filter({ hasText: words })

/** What an operator has typed begins so; the demo's notes do not. */
const mark = '§ '

function storedNotes(dataDir: string): string[] {
  const database = openReadConnection(path.join(dataDir, 'dzvin.db'))
  try {
    const notes = database
      .prepare<[string], string>('SELECT note FROM interactions WHERE note LIKE ? ORDER BY started_at_ms')
      .pluck()
    return notes.all(`${mark}%`)
  } finally {
    database.close()
  }
}

async function writeNote(page: Page, text: string): Promise<void> {
  await page.keyboard.press('F6')
  await page.keyboard.type(text)
  await page.keyboard.press('Escape')
}

async function heard(audio: () => Promise<{ received: number }>): Promise<void> {
  const before = (await audio()).received
  await expect.poll(async () => (await audio()).received, { message: 'the caller is heard' }).toBeGreaterThan(before + 0.005)
}

/** A file system of 16 MB, mounted for one test; all that the app keeps is in it, its log too. */
const onSmallDisk = test.extend({
  // biome-ignore lint/correctness/noEmptyPattern: a fixture of Playwright names what it needs in a pattern
  dataDir: async ({}, use) => {
    const dataDir = await mkdtemp(path.join(tmpdir(), 'dzvin-disk-'))
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m,mode=700', 'tmpfs', dataDir])
    try {
      await use(dataDir)
    } finally {
      execFileSync('umount', ['--lazy', dataDir])
      await rm(dataDir, { recursive: true })
    }
  },
})

/** Takes the last byte; gives it back when called. */
async function fillDisk(dir: string): Promise<() => Promise<void>> {
  const ballast = path.join(dir, 'ballast')
  const file = await open(ballast, 'w')
  for (const size of [65_536, 1]) {
    for (;;) {
      const written = await file.write(Buffer.alloc(size)).catch((error: NodeJS.ErrnoException) => error)
      if (!(written instanceof Error)) continue
      expect(written.code).toBe('ENOSPC')
      break
    }
  }
  await file.close()
  expect((await statfs(dir)).bavail).toBe(0)
  return () => rm(ballast)
}

onSmallDisk(
  'a full disk in a call: the next call is answered, the note waits in memory and is written later',
  async ({ page, workplace }) => {
    const { dataDir } = workplace
    await simulate(page, 'known')
    await answer(page)
    await writeNote(page, `${mark}До повного диска. `)
    await expect.poll(() => storedNotes(dataDir)).toEqual([`${mark}До повного диска. `])
    const free = await fillDisk(dataDir)
    // Each writes a line into the log: more than what its last page on the disk still takes.
    for (let count = 0; count < 60; count++) await workplace.seat().call('phone.dial', { number: '' })
    await writeNote(page, 'У пам’яті')
    await expect(noteStatus(page, 'у пам’яті, ще не на диску')).toBeVisible()
    await expect(banner(page, 'На диску немає місця')).toContainText(/Звільніть місце.*\d+ незбережен/)
    await expect(status(page)).toContainText(/\d+ незбережен/)
    await heard(workplace.audio)
    await hangUpAndWrapUp(page)

    await simulate(page, 'known')
    expect(await cardName(page)).not.toBe('')
    await answer(page)
    await heard(workplace.audio)
    await writeNote(page, `${mark}Друга на повному диску`)
    await expect(noteStatus(page, 'у пам’яті, ще не на диску')).toBeVisible()

    await free()
    await expect(banner(page, 'На диску немає місця')).toBeHidden()
    await expect(status(page)).toContainText('Усе збережено')
    expect(storedNotes(dataDir)).toEqual([`${mark}До повного диска. У пам’яті`, `${mark}Друга на повному диску`])
    await workplace.kill()
    await workplace.enter()
    await expect(note(page)).toHaveValue(`${mark}Друга на повному диску`)
  },
)

test('a database that another program holds: the call goes on and is written when it lets go', async ({ page, workplace }) => {
  const { dataDir } = workplace
  await simulate(page, 'known')
  const other = new Database(path.join(dataDir, 'dzvin.db'))
  try {
    other.exec('BEGIN EXCLUSIVE')
    await answer(page)
    await heard(workplace.audio)
    await writeNote(page, `${mark}База зайнята`)
    await expect(noteStatus(page, 'у пам’яті, ще не на диску')).toBeVisible()
    await expect(banner(page, 'Базу даних зайняла інша програма')).toContainText(/Закрийте другий Dzvin.*\d+ незбережен/)
    await expect(status(page)).toContainText(/\d+ незбережен/)
    expect(storedNotes(dataDir)).toEqual([])
    other.exec('ROLLBACK')
  } finally {
    other.close()
  }
  await expect(banner(page, 'Базу даних зайняла інша програма')).toBeHidden()
  await expect(status(page)).toContainText('Усе збережено')
  await expect.poll(() => storedNotes(dataDir)).toEqual([`${mark}База зайнята`])
})

/** Overwrites a part of the file, given as parts of one. */
async function spoil(file: string, from: number, to: number): Promise<void> {
  const { size } = await stat(file)
  const handle = await open(file, 'r+')
  const bytes = Buffer.alloc(Math.floor(size * (to - from)), 0x5a)
  await handle.write(bytes, 0, bytes.length, Math.floor(size * from))
  await handle.close()
}

const asideFiles = async (dataDir: string) => (await readdir(dataDir)).filter((name) => /\.damaged-[\dTZ-]+$/.test(name))

for (const [what, ruin] of [
  ['with garbage in its middle', (file: string) => spoil(file, 0.3, 0.6)],
  ['that is none', (file: string) => writeFile(file, 'це не база даних '.repeat(1_000))],
] as const) {
  test(`a database ${what} is set aside at the start; the app says where and takes a call`, async ({ page, workplace }) => {
    const { dataDir } = workplace
    const file = path.join(dataDir, 'dzvin.db')
    await workplace.stop()
    await ruin(file)
    const { size } = await stat(file)
    await workplace.enter()
    const aside = (await asideFiles(dataDir))[0] ?? ''
    expect(aside, 'the damaged file is kept').not.toBe('')
    expect((await stat(path.join(dataDir, aside))).size).toBe(size)
    await expect(page.getByRole('status').filter({ hasText: aside })).toContainText('покажіть адміністратору')
    await simulate(page, 'unknown')
    await answer(page)
    await heard(workplace.audio)
    await writeNote(page, `${mark}Після пошкодження`)
    await expect.poll(() => storedNotes(dataDir)).toContainEqual(`${mark}Після пошкодження`)
  })
}

test('a database that cannot be opened at all: the call is shown with its number, answered, and recorded later', async ({
  page,
  workplace,
}) => {
  const { dataDir } = workplace
  const file = path.join(dataDir, 'dzvin.db')
  await workplace.stop()
  await rename(file, `${file}.away`)
  await mkdir(file)
  await workplace.enter()
  await expect(banner(page, 'База даних зараз недоступна')).toContainText('не закривайте застосунок')
  await workplace.seat().call('demo.simulate', { who: 'unknown' })
  await expect(tabs(page)).toHaveCount(1)
  await expect(bar(page)).toContainText(/\d{2} \d{3} \d{2} \d{2}/)
  await answer(page)
  await heard(workplace.audio)
  await writeNote(page, `${mark}Бази не було`)
  await expect(noteStatus(page, 'у пам’яті, ще не на диску')).toBeVisible()
  await rmdir(file)
  await rename(`${file}.away`, file)
  await expect(status(page)).toContainText('Усе збережено')
  expect(storedNotes(dataDir)).toEqual([`${mark}Бази не було`])
})

test('a database that is ruined while the app runs: the call is answered with the number alone', async ({ page, workplace }) => {
  const { dataDir } = workplace
  const file = path.join(dataDir, 'dzvin.db')
  await spoil(file, 0, 1)
  await simulate(page, 'unknown')
  await expect(bar(page)).toContainText(/\d{2} \d{3} \d{2} \d{2}/)
  await answer(page)
  await heard(workplace.audio)
  await writeNote(page, `${mark}Лише номер`)
  await expect(banner(page, 'Файл бази даних пошкоджено')).toBeVisible()
  await expect(tabs(page)).toHaveCount(1)
  await expect(card(page)).toBeHidden()
  await page.keyboard.press('F8')
  await expect(wrapUp(page)).toBeVisible()

  const { size } = await stat(file)
  await workplace.kill()
  await workplace.enter()
  const [aside = ''] = await asideFiles(dataDir)
  await expect(page.getByRole('status').filter({ hasText: aside })).toContainText('покажіть адміністратору')
  expect((await stat(path.join(dataDir, aside))).size).toBe(size)
})
