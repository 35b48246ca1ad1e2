import { buildApp } from './build/build-app.ts'

await buildApp({ force: process.argv.includes('--force'), say: (line) => console.log(line) })
