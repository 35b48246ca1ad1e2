import '#renderer/kit/base.css'
import { createRoot } from 'react-dom/client'
import { App } from '#renderer/app/app.tsx'
import { createI18n } from '#renderer/app/i18n.ts'
import { feedAppState } from '#renderer/app/state.ts'
import { settings } from '#shared/domain/settings/settings.ts'
import { language } from '#shared/domain/text/language.ts'
import { FakeBridge } from './fake-bridge.ts'
import { calmApp, selectScene } from './scenes.ts'

/** The whole app over the fake bridge: `?scene=ringing&lang=uk&theme=dark`. For looking and for picture tests only. */
const query = new URLSearchParams(window.location.search)
const bridge = new FakeBridge()
const lang = language.catch('uk').parse(query.get('lang'))
const theme = settings.shape.theme.catch('light').parse(query.get('theme'))

feedAppState(bridge)
calmApp(bridge, { language: lang, theme })
const root = document.getElementById('root')
if (!root) throw new Error('gallery.html has no #root')
createRoot(root).render(<App bridge={bridge} i18n={createI18n(lang)} onReload={() => window.location.reload()} />)
const scene = query.get('scene') ?? 'idle'
requestAnimationFrame(() => {
  selectScene(bridge, scene)
  let phase = 0
  window.setInterval(() => {
    phase += 0.7
    bridge.push('levels', { microphone: 0.12 + 0.1 * Math.sin(phase), speaker: 0.2 + 0.15 * Math.cos(phase * 1.3) })
  }, 100)
})
