import { foldWords } from './fold-name.ts'

/** Given names that are one name in different languages; short forms that people say instead are here too. */
const groups: readonly string[] = [
  'Олена Елена Olena Elena Helena Yelena Альона Алёна Alona',
  'Олександр Александр Oleksandr Alexander Aleksander Alexandr Саша Сашко Sasha Олесь',
  'Олександра Александра Oleksandra Alexandra Aleksandra',
  'Олексій Алексей Oleksiy Alexey Aleksey Alexei',
  'Володимир Владимир Volodymyr Vladimir Włodzimierz Вова Володя',
  'Микола Николай Mykola Nikolay Nikolai Mikołaj Nicholas Коля',
  'Михайло Михаил Mykhailo Mikhail Michał Michael Миша',
  'Андрій Андрей Andriy Andrei Andrzej Andrew',
  'Дмитро Дмитрий Dmytro Dmitry Dmitri Діма Дима',
  'Сергій Сергей Serhiy Sergey Sergei Сергійко Серёжа',
  'Юрій Юрий Георгій Георгий Yuriy Yuri Jerzy George Юра',
  'Григорій Григорий Hryhoriy Grigory Grzegorz Gregory Гриша',
  'Іван Иван Ivan Jan John Ян Ваня',
  'Петро Пётр Петр Petro Petr Piotr Peter Петя',
  'Павло Павел Pavlo Pavel Paweł Paul Паша',
  'Василь Василий Vasyl Vasily Vasiliy Вася',
  'Євген Евгений Yevhen Evgeny Yevgeny Eugene Eugeniusz Женя',
  'Євгенія Евгения Yevheniia Evgenia Eugenia',
  'Катерина Екатерина Kateryna Ekaterina Katarzyna Catherine Katherine Катя',
  'Ганна Анна Hanna Anna Anne Аня',
  'Наталія Наталья Natalia Nataliya Natalya Наталка Наташа',
  'Ірина Ирина Iryna Irina Irena Ірена Іра Ира',
  'Тетяна Татьяна Tetiana Tatyana Tatiana Таня',
  'Ольга Olha Olga Оля',
  'Оксана Ксенія Ксения Oksana Oxana Ksenia Xenia',
  'Марія Мария Mariia Maria Mary Марічка Маша',
  'Світлана Светлана Svitlana Svetlana Света Світа',
  'Людмила Liudmyla Ludmila Lyudmila Люда',
  'Юлія Юлия Yuliia Julia Yulia Юля',
  'Вікторія Виктория Viktoriia Victoria Wiktoria Віка Вика',
  'Віктор Виктор Viktor Victor Wiktor',
  'Олег Oleh Oleg',
  'Ігор Игорь Ihor Igor',
  'Ярослав Yaroslav Jarosław',
  'Станіслав Станислав Stanislav Stanisław',
  'Степан Stepan Stefan Стефан Stephen Steven',
  'Федір Фёдор Fedir Fyodor Fedor Theodore',
  'Софія София Sofiia Sofia Zofia Sophia Соня',
  'Єлизавета Елизавета Yelyzaveta Elizaveta Elżbieta Elizabeth Ліза Лиза',
  'Галина Halyna Galina Галя',
  'Надія Надежда Nadiia Nadezhda Nadia Надя',
  'Любов Любовь Liubov Lyubov Люба',
  'Анастасія Анастасия Anastasiia Anastasia Настя',
  'Максим Maksym Maxim Maksim',
  'Богдан Bohdan Bogdan',
  'Тарас Taras',
  'Антон Антоній Anton Antoni Anthony',
  'Данило Даниил Данил Danylo Daniil Daniel',
  'Микита Никита Mykyta Nikita',
  'Кирило Кирилл Kyrylo Kirill Cyril',
  'Пилип Филипп Pylyp Filipp Filip Philip',
  'Лев Lev Leo Leon Леон',
  'Яків Яков Yakiv Yakov Jakub Jacob',
  'Йосип Иосиф Осип Yosyp Iosif Józef Joseph',
  'Марта Marta Martha',
  'Айгуль Aigul Aygul',
  'Нұрлан Нурлан Nurlan',
]

/** Folded name → its folded group mates, itself left out. */
const mates: ReadonlyMap<string, ReadonlySet<string>> = index()

function index(): Map<string, Set<string>> {
  const byName = new Map<string, Set<string>>()
  for (const group of groups) {
    const names = new Set(group.split(' ').flatMap(foldWords))
    for (const name of names) {
      const known = byName.get(name) ?? new Set<string>()
      for (const mate of names) if (mate !== name) known.add(mate)
      byName.set(name, known)
    }
  }
  return byName
}

/**
 * The folded spellings of the same given name in other languages. A beginning of at least four letters is enough;
 * empty when there are none.
 */
export function sameGivenName(folded: string): readonly string[] {
  if (folded.length < 4) return [...(mates.get(folded) ?? [])]
  const found = new Set<string>()
  for (const [name, others] of mates) if (name.startsWith(folded)) for (const other of others) found.add(other)
  found.delete(folded)
  return [...found]
}
