import type { CustomerLanguage } from '#shared/domain/text/language.ts'

type Said<T> = Readonly<Record<CustomerLanguage, T>>

/** What a contact was about: its subject and what an operator may have written. */
export interface Topic {
  readonly queue: 'support' | 'sales' | 'complaints'
  /** Leaves of `resources/dispositions.json`. */
  readonly dispositions: readonly string[]
  readonly subject: Said<string>
  readonly notes: Said<readonly string[]>
}

export const topics: readonly Topic[] = [
  {
    queue: 'support',
    dispositions: ['support.solved', 'support.visit', 'support.outage'],
    subject: { uk: 'Немає зв’язку', ru: 'Нет связи', kk: 'Байланыс жоқ', pl: 'Brak połączenia', en: 'No connection' },
    notes: {
      uk: [
        'Не працює інтернет від ранку. Перезавантажили роутер, усе запрацювало.',
        'Аварія на лінії в районі. Повідомили час відновлення, клієнт чекає на SMS.',
        'Лампочка LOS червона, призначили виїзд інженера.',
      ],
      ru: [
        'Нет интернета с утра. Перезагрузили роутер, заработало.',
        'Авария на линии, сообщили время восстановления.',
        'Горит красный LOS, назначен выезд инженера.',
      ],
      kk: ['Таңнан бері интернет жоқ. Роутерді қайта қостық, жұмыс істеді.', 'Желідегі апат туралы айттық, SMS күтеді.'],
      pl: [
        'Od rana brak internetu. Po restarcie routera działa.',
        'Awaria na linii, podano czas naprawy.',
        'Dioda LOS czerwona, umówiono wizytę technika.',
      ],
      en: [
        'No internet since the morning. Works after a router restart.',
        'Outage in the area, told when it will be fixed.',
        'LOS light is red, engineer visit booked.',
      ],
    },
  },
  {
    queue: 'support',
    dispositions: ['support.solved', 'support.check-later', 'support.second-line'],
    subject: { uk: 'Низька швидкість', ru: 'Низкая скорость', kk: 'Интернет баяу', pl: 'Wolny internet', en: 'Slow internet' },
    notes: {
      uk: [
        'Через кабель швидкість у нормі, по Wi-Fi повільно. Порадили змінити канал.',
        'Увечері швидкість падає. Передано на другу лінію.',
      ],
      ru: [
        'По кабелю скорость в норме, по Wi-Fi медленно. Посоветовали сменить канал.',
        'Вечером скорость падает. Передано на вторую линию.',
      ],
      kk: ['Кабельмен жылдамдық қалыпты, Wi-Fi баяу. Арнаны ауыстыруды ұсындық.'],
      pl: ['Po kablu prędkość w normie, Wi-Fi wolne. Doradzono zmianę kanału.'],
      en: [
        'Full speed by cable, slow on Wi-Fi. Advised to change the channel.',
        'Slow in the evenings. Passed to the second line.',
      ],
    },
  },
  {
    queue: 'support',
    dispositions: ['billing.explained', 'billing.recalculation'],
    subject: {
      uk: 'Питання про рахунок',
      ru: 'Вопрос о счёте',
      kk: 'Шот туралы сұрақ',
      pl: 'Pytanie o rachunek',
      en: 'Billing question',
    },
    notes: {
      uk: ['Пояснили нарахування за неповний місяць.', 'Просить перерахунок за час аварії, звернення створено.'],
      ru: ['Объяснили начисление за неполный месяц.', 'Просит перерасчёт за время аварии, обращение создано.'],
      kk: ['Толық емес ай үшін есептеуді түсіндірдік.'],
      pl: ['Wyjaśniono opłatę za niepełny miesiąc.', 'Prosi o korektę za czas awarii.'],
      en: ['Explained the charge for a part of the month.', 'Asks for a refund for the outage, case opened.'],
    },
  },
  {
    queue: 'support',
    dispositions: ['billing.paid', 'billing.promised'],
    subject: { uk: 'Оплата', ru: 'Оплата', kk: 'Төлем', pl: 'Płatność', en: 'Payment' },
    notes: {
      uk: ['Оплату бачимо, послугу відновлено.', 'Обіцяє сплатити до п’ятниці.'],
      ru: ['Оплата поступила, услуга восстановлена.', 'Обещает оплатить до пятницы.'],
      kk: ['Төлем түсті, қызмет қосылды.'],
      pl: ['Wpłata zaksięgowana, usługa przywrócona.', 'Obiecuje zapłacić do piątku.'],
      en: ['Payment received, service restored.', 'Promises to pay by Friday.'],
    },
  },
  {
    queue: 'sales',
    dispositions: ['sales.concluded', 'sales.thinking', 'sales.offer-sent', 'sales.refused'],
    subject: { uk: 'Зміна тарифу', ru: 'Смена тарифа', kk: 'Тарифті ауыстыру', pl: 'Zmiana taryfy', en: 'Change of plan' },
    notes: {
      uk: [
        'Цікавить швидший тариф, надіслали порівняння.',
        'Погодився на новий тариф з першого числа.',
        'Поки подумає, просить передзвонити.',
      ],
      ru: [
        'Интересует тариф быстрее, отправили сравнение.',
        'Согласие на новый тариф с первого числа.',
        'Пока думает, просит перезвонить.',
      ],
      kk: ['Жылдамырақ тарифке қызығады, салыстыруды жібердік.', 'Ойланады, қайта қоңырау шалуды сұрады.'],
      pl: ['Zainteresowanie szybszą taryfą, wysłano porównanie.', 'Zgoda na nową taryfę od pierwszego.'],
      en: [
        'Interested in a faster plan, comparison sent.',
        'Agreed to the new plan from the first.',
        'Will think about it, asks for a call.',
      ],
    },
  },
  {
    queue: 'sales',
    dispositions: ['service.connected', 'service.changed', 'sales.no-coverage'],
    subject: { uk: 'Переїзд', ru: 'Переезд', kk: 'Көшу', pl: 'Przeprowadzka', en: 'Moving house' },
    notes: {
      uk: [
        'Переїжджає наступного місяця, адресу перевірено: підключення можливе.',
        'За новою адресою поки немає технічної можливості.',
      ],
      ru: [
        'Переезд в следующем месяце, адрес проверен: подключение возможно.',
        'По новому адресу пока нет технической возможности.',
      ],
      kk: ['Келесі айда көшеді, жаңа мекенжайда қосуға болады.'],
      pl: ['Przeprowadzka za miesiąc, pod nowym adresem można podłączyć.'],
      en: ['Moving next month; the new address can be connected.', 'The new address cannot be connected yet.'],
    },
  },
  {
    queue: 'complaints',
    dispositions: ['complaint.accepted', 'complaint.solved', 'complaint.compensated'],
    subject: {
      uk: 'Скарга на якість',
      ru: 'Жалоба на качество',
      kk: 'Сапаға шағым',
      pl: 'Reklamacja',
      en: 'Complaint about quality',
    },
    notes: {
      uk: [
        'Третя аварія за місяць. Перепросили, надали знижку 20 %.',
        'Інженер не приїхав у призначений час. Скаргу зареєстровано.',
      ],
      ru: ['Третья авария за месяц. Извинились, дали скидку 20 %.', 'Инженер не приехал вовремя. Жалоба зарегистрирована.'],
      kk: ['Бір айда үшінші апат. Кешірім сұрап, 20 % жеңілдік бердік.'],
      pl: ['Trzecia awaria w miesiącu. Przeproszono, rabat 20 %.', 'Technik nie przyjechał. Reklamacja zarejestrowana.'],
      en: ['Third outage this month. Apologised, 20 % discount given.', 'The engineer did not come. Complaint registered.'],
    },
  },
  {
    queue: 'support',
    dispositions: ['service.consulted', 'support.solved'],
    subject: {
      uk: 'Налаштування обладнання',
      ru: 'Настройка оборудования',
      kk: 'Құрылғыны баптау',
      pl: 'Konfiguracja sprzętu',
      en: 'Setting up equipment',
    },
    notes: {
      uk: ['Допомогли налаштувати роутер після заміни.', 'Забули пароль Wi-Fi, скинули разом.'],
      ru: ['Помогли настроить роутер после замены.', 'Забыли пароль Wi-Fi, сбросили вместе.'],
      kk: ['Роутерді ауыстырғаннан кейін баптауға көмектестік.'],
      pl: ['Pomoc w konfiguracji routera po wymianie.', 'Zapomniane hasło Wi-Fi, ustawiono nowe.'],
      en: ['Helped to set up the new router.', 'Forgot the Wi-Fi password, reset together.'],
    },
  },
]

export const facts: Said<readonly (readonly [label: string, value: string])[]> = {
  uk: [
    ['Домашні тварини', 'собака на подвір’ї, телефонувати перед візитом'],
    ['Робота', 'працює з дому'],
    ['Захоплення', 'онлайн-ігри'],
    ['Під’їзд', 'код 34, третій поверх'],
    ['Діти', 'двоє школярів'],
  ],
  ru: [
    ['Домашние животные', 'собака во дворе, звонить перед визитом'],
    ['Работа', 'работает из дома'],
    ['Подъезд', 'код 34, третий этаж'],
    ['Дети', 'двое школьников'],
  ],
  kk: [
    ['Жұмысы', 'үйден жұмыс істейді'],
    ['Балалары', 'екі оқушы'],
    ['Кіреберіс', 'коды 34'],
  ],
  pl: [
    ['Praca', 'pracuje z domu'],
    ['Zwierzęta', 'pies na podwórku'],
    ['Klatka', 'kod 34'],
  ],
  en: [
    ['Work', 'works from home'],
    ['Pets', 'a dog in the yard'],
    ['Entrance', 'code 34, third floor'],
  ],
}

export const preferences: Said<readonly string[]> = {
  uk: ['телефонувати після 17:00', 'краще писати у Viber', 'не телефонувати у вихідні', 'звертатися на ім’я'],
  ru: ['звонить после 17:00', 'лучше писать на почту', 'не звонить в выходные'],
  kk: ['сағат 17:00-ден кейін қоңырау шалу', 'хабарлама жазған дұрыс'],
  pl: ['dzwonić po 17:00', 'najlepiej pisać e-mail'],
  en: ['call after 5 pm', 'prefers e-mail', 'not at weekends'],
}

/** Titles of tasks by kind. */
export const taskTitles: Readonly<Record<'task' | 'callback' | 'promise', Said<string>>> = {
  task: {
    uk: 'Перевірити виконання заявки',
    ru: 'Проверить выполнение заявки',
    kk: 'Өтінімнің орындалуын тексеру',
    pl: 'Sprawdzić zgłoszenie',
    en: 'Check that the request is done',
  },
  callback: {
    uk: 'Передзвонити щодо тарифу',
    ru: 'Перезвонить по тарифу',
    kk: 'Тариф бойынша қайта қоңырау шалу',
    pl: 'Oddzwonić w sprawie taryfy',
    en: 'Call back about the plan',
  },
  promise: {
    uk: 'Обіцяно відповідь на скаргу',
    ru: 'Обещан ответ на жалобу',
    kk: 'Шағымға жауап беруге уәде берілді',
    pl: 'Obiecana odpowiedź na reklamację',
    en: 'An answer to the complaint was promised',
  },
}

export const agreementTitles: Said<readonly string[]> = {
  uk: ['Послуги зв’язку', 'Домашній інтернет', 'Мобільний зв’язок'],
  ru: ['Услуги связи', 'Домашний интернет', 'Мобильная связь'],
  kk: ['Байланыс қызметтері', 'Үй интернеті'],
  pl: ['Usługi telekomunikacyjne', 'Internet domowy'],
  en: ['Telecom services', 'Home internet', 'Mobile'],
}
