const list = (names: string) => names.split(' ')

/** The names that most people have; faker adds the rare ones. */
export const commonNames = {
  uk: {
    female: list(
      'Олена Наталія Оксана Ірина Тетяна Марія Анна Юлія Світлана Катерина Ольга Людмила Галина Вікторія Надія Любов Софія Дарина Христина Соломія',
    ),
    male: list(
      'Олександр Сергій Андрій Володимир Микола Іван Юрій Василь Дмитро Максим Олег Ігор Віталій Богдан Роман Тарас Павло Ярослав Назар Остап',
    ),
  },
  ru: {
    female: list(
      'Елена Ольга Наталья Татьяна Ирина Светлана Анна Екатерина Мария Юлия Людмила Галина Валентина Марина Дарья Ксения',
    ),
    male: list(
      'Александр Сергей Владимир Дмитрий Андрей Алексей Николай Иван Михаил Евгений Максим Юрий Виктор Игорь Роман Олег',
    ),
  },
  pl: {
    female: list(
      'Anna Katarzyna Maria Małgorzata Agnieszka Barbara Ewa Krystyna Elżbieta Zofia Joanna Magdalena Monika Aleksandra',
    ),
    male: list('Jan Andrzej Piotr Krzysztof Stanisław Tomasz Paweł Józef Marcin Marek Michał Grzegorz Jerzy Łukasz'),
  },
  en: {
    female: list('Olivia Emma Sophie Emily Grace Charlotte Alice Lucy Hannah Sarah Rachel Helen Margaret Jane'),
    male: list('Oliver George Harry Jack William Thomas James Charlie Daniel Robert Andrew Peter Michael David'),
  },
} as const

export const kazakhNames = {
  female: list(
    'Айгүл Айнұр Әсел Гүлнар Динара Жанар Жұлдыз Қарлығаш Ләззат Мадина Назгүл Роза Сәуле Томирис Ұлжан Шолпан Айжан Алия Бибігүл Гауһар Зәуре Индира Камила Меруерт',
  ),
  male: list(
    'Асқар Бауыржан Дәурен Ерлан Жандос Қайрат Марат Нұрлан Олжас Рүстем Серік Тимур Арман Берік Ғалым Данияр Ермек Жәнібек Кенес Мұрат Нұрсұлтан Самат Талғат Шыңғыс',
  ),
  family: list(
    'Ахметов Әбдіров Бекенов Досжанов Есенов Жақсыбеков Ибраев Қасымов Мұқанов Нұрпейісов Оспанов Рахимов Сәрсенов Тілеуов Үсенов Шәріпов Айтбаев Байжанов Ғабитов Дүйсенов Ермеков Жұмабаев Кенжебеков Қалиев Молдабеков Омаров Садықов Төлегенов Исаев Балтабаев',
  ),
} as const

export const streetNames = {
  uk: list(
    'Зелена Садова Шевченка Франка Лесі_Українки Соборна Незалежності Київська Польова Шкільна Вишнева Молодіжна Січових_Стрільців Грушевського Сонячна Набережна Лісова Коцюбинського Городоцька Стрийська',
  ).map(spaced),
  ru: list(
    'Садовая Зелёная Центральная Школьная Новая Лесная Набережная Полевая Луговая Северная Южная Солнечная Заречная Озёрная Парковая Цветочная',
  ).map(spaced),
  kk: list(
    'Абай Сәтбаев Әуезов Жамбыл Төле_би Қабанбай_батыр Бөгенбай_батыр Желтоқсан Достық Бейбітшілік Тәуелсіздік Сарыарқа',
  ).map(spaced),
  pl: list(
    'Polna Leśna Słoneczna Krótka Szkolna Ogrodowa Lipowa Brzozowa Łąkowa Kwiatowa Kościuszki Mickiewicza Sienkiewicza Zielona',
  ).map(spaced),
  en: list(
    'Baker_Street Abbey_Road Station_Road Church_Lane Mill_Road Park_Avenue Victoria_Road Green_Lane Manor_Road Queens_Road Albert_Street Oak_Close',
  ).map(spaced),
} as const

export const companyNames = {
  uk: list(
    'Світанок Граніт Обрій Карпати Дніпро-Буд Вектор Зоря Меркурій Агролан Київбудсервіс Полісся Троянда Калина Лісова_казка Океан Промінь Джерело Злагода Горизонт Техносвіт Медіком Автошлях Сузірʼя Хлібодар',
  ).map(spaced),
  ru: list(
    'Рассвет Гранит Горизонт Вектор Меридиан Заря Стройсервис Альянс Прогресс Родник Техносфера Медиком Автодом Престиж Каскад Орион',
  ).map(spaced),
  kk: list('Алатау Жетісу Сарыарқа Береке Нұрлы_жол Дала Ақсу Тұран Самал Жібек_жолы Қазына Отау').map(spaced),
  pl: list('Budomex Granit Zorza Horyzont Meritum Lipowa Agrotech Polmet Transwis Eurodom Kaskada Orion').map(spaced),
  en: list('Northgate Greenfield Blackwood Riverside Oakley Harbour Summit Kingsway Brightside Millbrook Ashford Westbrook').map(
    spaced,
  ),
} as const

function spaced(name: string): string {
  return name.replaceAll('_', ' ')
}
