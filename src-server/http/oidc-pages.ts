/** Pages that a person sees in the browser on the way through the provider: text in three languages, no script. */

/**
 * Asks first: a link that somebody sent would otherwise sign the sender's desktop in with the reader's account
 * (RFC 8628 section 5.4).
 */
export function startPage(deviceName: string, flow: string): string {
  const name = escaped(deviceName)
  return page(
    [
      `Вхід у Dzvin на «${name}». Продовжуйте, лише якщо ви самі почали його на цьому комп'ютері.`,
      `Вход в Dzvin на «${name}». Продолжайте, только если вы сами начали его на этом компьютере.`,
      `Signing in to Dzvin on “${name}”. Go on only if you began this yourself on this computer.`,
    ],
    `<p><a href="/api/oidc/start?flow=${encodeURIComponent(flow)}&amp;go=1">Продовжити · Продолжить · Go on</a></p>`,
  )
}

export function endPage(result: 'signed-in' | 'failed'): string {
  return page(
    result === 'signed-in'
      ? ['Готово. Поверніться до Dzvin.', 'Готово. Вернитесь в Dzvin.', 'Done. Return to Dzvin.']
      : [
          'Увійти не вдалося. Поверніться до Dzvin і спробуйте ще раз.',
          'Войти не удалось. Вернитесь в Dzvin и попробуйте ещё раз.',
          'Signing in did not work. Return to Dzvin and try again.',
        ],
  )
}

function page(lines: readonly string[], more = ''): string {
  return `<!doctype html><html lang="uk"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Dzvin</title>
${lines.map((line) => `<p>${line}</p>`).join('\n')}
${more}</html>
`
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
