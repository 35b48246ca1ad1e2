/**
 * Makes the spoken lines of the demo's simulated customers: resources/sounds/<language>-<n>.wav, G.711 µ-law, 8 kHz, mono.
 * `<n>` 1 is the greeting, the others are what is said later. Run by hand after a change of the texts, and commit the
 * files: `node scripts/make-sounds.ts`. Needs espeak-ng and sox.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

interface Voice {
  readonly name: string
  readonly wordsPerMinute: number
  readonly lines: readonly string[]
}

const voices: Readonly<Record<string, Voice>> = {
  uk: {
    name: 'uk+f2',
    wordsPerMinute: 155,
    lines: [
      'Добрий день! Я телефоную щодо свого договору. Ви мене чуєте?',
      'Так, зрозуміло. А коли це буде зроблено?',
      'Хвилинку, я зараз подивлюся номер договору.',
      'Добре, дякую. Чи можете ви надіслати мені підтвердження?',
    ],
  },
  ru: {
    name: 'ru+m3',
    wordsPerMinute: 155,
    lines: [
      'Здравствуйте! Я звоню по поводу своего договора. Вы меня слышите?',
      'Да, понятно. А когда это будет сделано?',
      'Минутку, я сейчас посмотрю номер договора.',
      'Хорошо, спасибо. Вы можете прислать мне подтверждение?',
    ],
  },
  en: {
    name: 'en-gb+f3',
    wordsPerMinute: 165,
    lines: [
      'Good afternoon! I am calling about my agreement. Can you hear me?',
      'Yes, I see. And when will that be done?',
      'One moment, let me find the number of the agreement.',
      'Very well, thank you. Could you send me a confirmation?',
    ],
  },
  pl: {
    name: 'pl+m4',
    wordsPerMinute: 155,
    lines: [
      'Dzień dobry! Dzwonię w sprawie mojej umowy. Czy mnie słychać?',
      'Tak, rozumiem. A kiedy to będzie gotowe?',
      'Chwileczkę, zaraz sprawdzę numer umowy.',
      'Dobrze, dziękuję. Czy mogą państwo przysłać mi potwierdzenie?',
    ],
  },
  kk: {
    name: 'kk+f1',
    wordsPerMinute: 150,
    lines: [
      'Сәлеметсіз бе! Мен келісімшартым туралы қоңырау шалып тұрмын. Мені естіп тұрсыз ба?',
      'Иә, түсінікті. Ал бұл қашан дайын болады?',
      'Бір минут, келісімшарттың нөмірін қарайын.',
      'Жақсы, рахмет. Маған растау жібере аласыз ба?',
    ],
  },
}

const folder = fileURLToPath(new URL('../resources/sounds/', import.meta.url))
mkdirSync(folder, { recursive: true })
for (const name of readdirSync(folder)) if (/^[a-z]{2}-\d\.wav$/.test(name)) rmSync(folder + name)

for (const [language, { name, wordsPerMinute, lines }] of Object.entries(voices)) {
  lines.forEach((line, index) => {
    const spoken = execFileSync('espeak-ng', ['-v', name, '-s', String(wordsPerMinute), '--stdout', line])
    const file = `${folder}${language}-${index + 1}.wav`
    // The telephone's band, speech brought closer to one loudness, and a peak that leaves room.
    const trim = ['gain', '-6', 'silence', '1', '0.01', '0.1%']
    const effects = [
      ...trim,
      'highpass',
      '200',
      'lowpass',
      '3400',
      'compand',
      '0.02,0.2',
      '-40,-18,0,-6',
      'rate',
      '8000',
      'norm',
      '-3',
    ]
    execFileSync('sox', ['-D', '-t', 'wav', '-', '-e', 'u-law', '-b', '8', '-c', '1', '-r', '8000', file, ...effects], {
      input: spoken,
    })
    console.log(`${language}-${index + 1}.wav`)
  })
}
