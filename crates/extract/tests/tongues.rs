//! Direct speech in Russian, Ukrainian, German and French: what is read, and what must not be. All texts are made up.

use onrecord_extract::{direct_speech, tongue_of};

/// Who says what in a text: the speaker, or those who may be meant, or `?`, and the words.
fn said(text: &str) -> Vec<(String, String)> {
    let tongue = tongue_of(text).unwrap_or_else(|| panic!("no language: {text}"));
    let all = direct_speech(text, tongue).into_iter().map(|found| {
        let choices = match found.choices.is_empty() {
            true => "?".to_owned(),
            false => format!("{}?", found.choices.join(" or ")),
        };
        let parts: Vec<&str> = found.content.iter().map(|span| span.of(text)).collect();
        (found.speaker.unwrap_or(choices), parts.join(" … "))
    });
    all.collect()
}

/// Each text with the speaker and the words of its only quotation.
fn check(cases: &[(&str, &str, &str)]) {
    for (text, speaker, words) in cases {
        let expected = vec![((*speaker).to_owned(), (*words).to_owned())];
        assert_eq!(said(text), expected, "{text}");
    }
}

/// Texts in which nobody says anything that is read.
fn check_nothing(cases: &[&str]) {
    for text in cases {
        assert_eq!(said(text), [], "{text}");
    }
}

#[test]
fn russian_is_read() {
    check(&[
        (
            "«Порт не будет продан, потому что он нужен городу», — заявил мэр Сергей Орлов.",
            "Сергей Орлов",
            "«Порт не будет продан, потому что он нужен городу»",
        ),
        (
            "Порт не продают. «Мы не отдадим порт, — сказал на брифинге мэр Сергей Орлов. — Он нужен городу».",
            "Сергей Орлов",
            "«Мы не отдадим порт … Он нужен городу»",
        ),
        (
            "«Мы закроем мост», — сказала министр транспорта Анна Белова. «Он опасен для всех».",
            "Анна Белова",
            "«Мы закроем мост» … «Он опасен для всех»",
        ),
        (
            "Журналист приехал к рыбакам.\n\n— Почему вы не уехали?\n\n— Нам некуда, и это наш дом, — ответил Пётр Котов. — \
             Мы не уедем.",
            "Пётр Котов",
            "Нам некуда, и это наш дом … Мы не уедем.",
        ),
        (
            "Глава порта Ольга Ивановна Маркова подчеркнула: «Это не наши корабли и не наш груз».",
            "Ольга Ивановна Маркова",
            "«Это не наши корабли и не наш груз»",
        ),
        (
            "«Он сказал: „Уходите“, и мы ушли из порта», — рассказала жительница города Марина Титова.",
            "Марина Титова",
            "«Он сказал: „Уходите“, и мы ушли из порта»",
        ),
        (
            "Об этом сообщил Сергей Орлов: «Мы порт не отдадим, и на этом точка».",
            "Сергей Орлов",
            "«Мы порт не отдадим, и на этом точка»",
        ),
        (
            "«Мы построим порт», — сказал Орлов РИА Новости. Это не первое, что Сергей Орлов обещал.",
            "Сергей Орлов",
            "«Мы построим порт»",
        ),
    ]);
}

#[test]
fn ukrainian_is_read() {
    check(&[
        (
            "«Міст не закриють, бо він потрібен місту», — заявила міська голова Олена Гриценко.",
            "Олена Гриценко",
            "«Міст не закриють, бо він потрібен місту»",
        ),
        (
            "Речник порту Тарас Бойко сказав: «Це не наші кораблі, і ми про це заявили».",
            "Тарас Бойко",
            "«Це не наші кораблі, і ми про це заявили»",
        ),
        (
            "— Ми не поїдемо звідси, бо це наш дім, — каже рибалка Тарас Бойко. — І немає куди.",
            "Тарас Бойко",
            "Ми не поїдемо звідси, бо це наш дім … І немає куди.",
        ),
        (
            "\"Ми цього не підпишемо\", - сказав Бойко журналістам. До того Тарас Бойко був у порту.",
            "Тарас Бойко",
            "\"Ми цього не підпишемо\"",
        ),
    ]);
}

#[test]
fn german_is_read() {
    check(&[
        (
            "„Der Hafen wird nicht verkauft“, sagte Bürgermeister Jan Holm am Montag.",
            "Jan Holm",
            "„Der Hafen wird nicht verkauft“",
        ),
        (
            "„Der Hafen bleibt bei der Stadt“, sagte die Sprecherin des Ministeriums, Anna Krause. „Er gehört uns allen.“",
            "Anna Krause",
            "„Der Hafen bleibt bei der Stadt“ … „Er gehört uns allen.“",
        ),
        (
            "»Wir fahren am Freitag«, teilte die Reederin Anna Krause mit. Das ist nicht neu.",
            "Anna Krause",
            "»Wir fahren am Freitag«",
        ),
        (
            "„Wir fahren wieder“, so der Betreiber Sam Okwu. Die Fähre ist alt.",
            "Sam Okwu",
            "„Wir fahren wieder“",
        ),
        (
            "„Wir gehen“, sagte Jan Holm, „und das ist gut so.“ Die Stadt war nicht überrascht.",
            "Jan Holm",
            "„Wir gehen“ … „und das ist gut so.“",
        ),
        (
            "Am Montag sagte Ministerin Anna Krause der Zeitung „Nordblatt“: „Wir haben das nicht gewusst.“",
            "Anna Krause",
            "„Wir haben das nicht gewusst.“",
        ),
        (
            "Auf die Frage nach den Kosten sagte Krause: „Das weiß im Rat niemand.“ Anna Krause ist neu im Amt.",
            "Anna Krause",
            "„Das weiß im Rat niemand.“",
        ),
        (
            "„Ich habe ihm gesagt: ‚Geh nach Hause‘, und er ging“, erzählte die Nachbarin Anna Krause.",
            "Anna Krause",
            "„Ich habe ihm gesagt: ‚Geh nach Hause‘, und er ging“",
        ),
    ]);
}

#[test]
fn a_name_behind_a_place_is_read() {
    check(&[(
        "« Le port reste ouvert », a déclaré le président de la région Grand Ouest, Jean Petit. Il est dans la ville.",
        "Jean Petit",
        "« Le port reste ouvert »",
    )]);
}

#[test]
fn french_is_read() {
    check(&[
        (
            "« Le port ne sera pas vendu », a déclaré le maire de Nîmes, Jean Petit.",
            "Jean Petit",
            "« Le port ne sera pas vendu »",
        ),
        (
            "« Le port ne sera pas vendu, a déclaré la ministre Anne Roux. Il est utile à la ville. »",
            "Anne Roux",
            "« Le port ne sera pas vendu … Il est utile à la ville. »",
        ),
        (
            "« Le port est vendu », a déclaré à l'AFP Jean Petit. Il est dans la ville depuis hier.",
            "Jean Petit",
            "« Le port est vendu »",
        ),
        (
            "« Le pont est sûr », selon Anne Roux. Il est dans la ville, et il est vieux.",
            "Anne Roux",
            "« Le pont est sûr »",
        ),
        (
            "Jean Petit, président de la compagnie, a affirmé : « Nous ne savons pas où est le bateau. »",
            "Jean Petit",
            "« Nous ne savons pas où est le bateau. »",
        ),
        (
            "« Le pont est sûr », a déclaré M. Petit. Jean Petit est le maire de la ville et du port.",
            "Jean Petit",
            "« Le pont est sûr »",
        ),
        (
            "« On nous a promis un pont, explique Marie Morel, qui tient l'hôtel du port. Nous restons dans la ville. »",
            "Marie Morel",
            "« On nous a promis un pont … Nous restons dans la ville. »",
        ),
        (
            "— Nous partons demain, a dit Jean Petit. Le bac est dans le port.",
            "Jean Petit",
            "Nous partons demain",
        ),
    ]);
}

#[test]
fn what_leaves_the_speaker_open_names_nobody() {
    for text in [
        "«Мост открыт для всех», — сообщил представитель Кремля. Так он сказал это в среду.",
        "«Мост открыт для всех», — сообщил представитель Игоря Шевченко. Он не назвал имени.",
        "«Мы не платили за это», — заявил мэр Киева Кличко. Это не всё, что он сказал.",
        "«Мы построим порт», — сказали Сергей Орлов и Пётр Котов. Это не первое обещание за год.",
        "Пётр Котов не согласен с мэром. «Порт нам не нужен», — заявил депутат. Это не всё, что он сказал.",
        "„Wir haben davon nichts gewusst“, sagte der Anwalt Jan Holms. Das ist nicht die ganze Geschichte.",
        "„Die Brücke ist sicher“, sagte eine Sprecherin der Stadt. Das ist nicht neu, und es ist auch nicht wahr.",
        "« Le port est vendu », a déclaré le porte-parole de Jean Petit. Il est dans la ville.",
        "« Le pont est sûr », a déclaré un porte-parole de la police. Il est dans la ville.",
        "Le porte-parole de la ministre Anne Roux a déclaré : « Elle n'est pas dans la ville. »",
        "Der Sprecher der Ministerin Anna Krause sagte: „Sie ist nicht da, und sie wird auch nicht kommen.“",
        "Anna Krauses Sprecher sagte: „Sie ist nicht da, und sie wird auch nicht kommen.“",
        "«Міст не закриють», — повідомили у міській раді. Про це не знав і мер Тарас Бойко.",
        "«Порт открыт для всех», — сказал Котову Орлов. Это не первое, что он обещал в этом году.",
        "«Порт открыт для всех», — заявил Петру Котову Сергей Орлов. Это не первое, что он обещал.",
        "«Порт открыт для всех», — сказала Ольга Белова Анне Котовой. Это не первое, что она обещала.",
        "«Порт открыт для всех», — сказал от имени Котова Орлов. Это не первое, что он обещал.",
        "«Порт открыт для всех», — рассказала мать Котова. Это не первое, что она сказала об этом.",
        "«Корабель стоїть у порту», — заявив речник Річкових сил Тарас Бойко. Про це він сказав і вчора.",
        "«Корабль стоит в порту», — заявил командующий Речным флотом Пётр Котов. Это не первое, что он сказал.",
        "„Der Hafen bleibt offen“, sagte der Kanzler Präsident Holm am Telefon. Das ist nicht neu.",
        "« Le port reste ouvert », a déclaré la présidente du Rassemblement Maritime. Elle est dans la ville.",
        "« Le port reste ouvert », a déclaré le président de la région Grand Ouest. Il est dans la ville.",
    ] {
        let found = said(text);
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(found[0].0, "?", "{text}");
    }
    let two = "„Die Brücke ist sicher“, sagte Holm. Der Bürgermeister Jan Holm und die Ärztin Anna Holm sind nicht mehr da.";
    assert_eq!(said(two)[0].0, "Anna Holm or Jan Holm?");
    let pronoun = "„Ich gehe“, sagte Jan Holm. Die Stadt war nicht überrascht. „Und ich komme nicht wieder“, sagte er.";
    assert_eq!(said(pronoun)[1].0, "Jan Holm?");
}

#[test]
fn quotation_marks_alone_are_no_speech() {
    check_nothing(&[
        "Фильм «Звезда» вышел на экраны, сказал режиссёр Иван Котов, и это был успех для него.",
        "«Тихая вода» — так называется фильм, который снял Иван Котов, и он не о море.",
        "«Зачем вы это делаете?» — спросил Иван Котов. Это не понравилось мэру и его людям.",
        "«Мы построим порт», — говорится в сообщении ведомства. Это не первое обещание за год.",
        "«Порт продан», — передаёт РИА Новости слова Сергея Орлова. Это не всё, что он сказал.",
        "Сергей Орлов: «Порт не продают»\n\nМэр не хочет продавать порт, как и его люди.",
        "По словам Петра Котова, порт «продан за копейки». Сергей Орлов на это не ответил.",
        "Сергей Орлов сказал Петру Котову: «Мы не продадим этот порт никому, и это всё».",
        "Петру Котову Сергей Орлов не сказал: «Мы не продадим этот порт никому».",
        "— Вы пойдёте в суд? — Да, — сказала Анна Белова. Это было не в первый раз за год.",
        "— Де міст? — запитав Тарас Бойко. — Там, де й був, — відповіла Олена Гриценко.",
        "Міністерка Олена Гриценко сказала, що міст «майже готовий». Це не так, і всі це знали.",
        "„Das Boot“, sagte Kritikerin Anna Krause, sei der beste Film des Jahres und nicht mehr.",
        "Die „sogenannte Reform“ sei gescheitert, sagte Anna Krause. Das ist nicht neu.",
        "„Die Brücke ist sicher“, zitierte die Zeitung den Bürgermeister Jan Holm. Das ist nicht neu.",
        "„Wir haben nichts davon gewusst“, hieß es aus dem Ministerium. Der Sprecher Jan Holm war nicht zu erreichen.",
        "Dem Bürgermeister Jan Holm sagte Anna Krause: „Die Brücke ist nicht sicher, und das wissen Sie.“",
        "„Der Schluss fehlt, sagte Jan Holm, und das ist nicht neu in der Stadt.",
        "Le film « Les Quais » est sorti, a déclaré Jean Petit, et il est dans les salles.",
        "« Le pont », a déclaré Jean Petit, est le plus beau film de la saison et de la ville.",
        "« Le pont est sûr », a répondu à Jean Petit la ministre Anne Roux. Il est dans la ville.",
        "Selon Jean Petit, le pont est « tout à fait sûr ». La ministre Anne Roux ne le pense pas.",
        "«Порт открыт для всех», — сказал бы Сергей Орлов. Но он не был в порту и не сказал ничего.",
        "«Порт відкритий для всіх», — сказав би Тарас Бойко. Але він не був у порту.",
        "„Der Hafen bleibt offen“, sagte Jan Holm nie. Das ist nicht neu, und es ist auch nicht wahr.",
        "„Der Hafen bleibt offen“, sagte angeblich Jan Holm. Das ist nicht neu, und es ist auch nicht wahr.",
        "„Der Hafen bleibt offen“, sagte statt Jan Holm Anna Krause. Das ist nicht neu in der Stadt.",
        "Si Jean Petit dit : « Le port est vendu », la ville entière rira, et il est dans la ville.",
    ]);
}

#[test]
fn words_that_somebody_recalls_are_not_theirs() {
    check_nothing(&[
        "Иван Котов напомнил слова Сергея Орлова: «Порт закрыт и не откроется».",
        "Іван Котенко нагадав слова Сергія Орленка: «Порт закрито і не відкриють».",
        "Anna Krause schrieb den Satz von Jan Holm: „Der Hafen wird nicht verkauft, und damit Schluss.“",
        "Anne Roux a rappelé les mots de Jean Morel : « Le port ne sera pas vendu, jamais. »",
    ]);
}

#[test]
fn questions_about_the_speaker_are_no_attributions() {
    check_nothing(&[
        "Кто сказал: «Порт закрыт и не откроется»? Этого никто не помнит.",
        "Чому Сергій Орленко сказав: «Порт закрито і не відкриють»?",
        "Wer sagte: „Der Hafen wird nicht verkauft, und damit Schluss“?",
        "Qui a dit : « Le port ne sera pas vendu, jamais de la vie » ?",
        "„Der Hafen wird nicht verkauft“, sagte weder Jan Holm noch Anna Krause.",
    ]);
}

#[test]
fn names_are_whole_and_not_those_of_others() {
    check(&[
        (
            "„Der Hafen wird nicht verkauft“, sagte der Vorsitzende des Rates der Stadt Norden, Jan Holm, am Montag.",
            "Jan Holm",
            "„Der Hafen wird nicht verkauft“",
        ),
        (
            "«Порт закрыт», — заявила Урсула фон дер Лайен.",
            "Урсула фон дер Лайен",
            "«Порт закрыт»",
        ),
        (
            "«Порт закрыт», — сказала жена Сергея Орлова Анна.",
            "?",
            "«Порт закрыт»",
        ),
        (
            "«Порт закрито», — сказала дружина Сергія Орленка Марія.",
            "?",
            "«Порт закрито»",
        ),
        (
            "„Die Fähre fährt nicht“, sagte Karim al-Hasan.",
            "Karim al-Hasan",
            "„Die Fähre fährt nicht“",
        ),
    ]);
}

#[test]
fn a_second_turn_on_a_line_is_not_the_first_speakers() {
    check_nothing(&[
        "Le bac ne part plus de la ville.\n\n— Vous partez ? — Non, répond Anne Roux, jamais.",
    ]);
}

#[test]
fn bodies_places_and_common_words_are_no_speakers() {
    for text in [
        "«Дороги открыты с мая», — сообщил Росдорнадзор.",
        "«Задержаны четверо», — сообщил Следственный отдел.",
        "«Порт закрыт до мая», — заявил мэр Осло Хансен.",
        "«Порт закрыт до мая», — рассказал Би-би-си один из рыбаков.",
        "«Військ не буде», — заявив Мадрид.",
        "„Wir prüfen das“, erklärte die Nordische Seehilfe.",
        "„Wir prüfen das“, sagte ihr Onkel.",
        "„Wir gehen nach Hause“, sagte man Anna Krause.",
        "„Wir prüfen das“, sagte Dieter Holm Reuters.",
        "« C’est une erreur grave », a estimé le Conseil du port.",
        "« C’est une erreur grave », a estimé la directrice du lycée Jean Renard.",
    ] {
        let found = said(text);
        assert!(
            found.iter().all(|(speaker, _)| speaker == "?"),
            "{text}: {found:?}"
        );
    }
}

#[test]
fn what_is_rumoured_played_or_forged_is_not_said() {
    check_nothing(&[
        "Фейк: мэр Орлов заявил: «Мы закрываем все школы города».",
        "По слухам, Сергей Орлов сказал: «Мы уходим с постов».",
        "«Порты не продадут никогда», — сказал Сергей Орлов на поддельной записи.",
        "«„Порт закрыт“, — сказал мне Орлов», — вспоминает Иван Котов.",
        "За чутками, Сергій Орленко сказав: «Автобуси поїхали далі».",
        "Laut Zeugen sagte Otto Brandt: „Ich gehe nicht nach Hause.“",
        "„Ich habe das Geld genommen“, sagte Jan Holm keineswegs.",
        "Anna Krause sagte, Jan Holm habe ihr gesagt: „Ich habe das Geld genommen.“",
        "„Ich habe das Geld genommen“, sagte Jan Holm nach Darstellung der Ermittler.",
        "« Le port est mort et la ville le sera », a dit Anne Roux, selon un témoin.",
        "Dans une vidéo truquée, Anne Roux déclare : « Le port est mort. »",
        "« Le vaccin tue, a dit Anne Roux, seulement dans les romans. »",
        "« Vous partez, a lancé Anne Roux, demain ? »",
    ]);
}

#[test]
fn noble_and_foreign_names_are_whole() {
    check(&[
        (
            "„Der Wald ist tot“, sagte Lutz Freiherr von Ebel.",
            "Lutz Freiherr von Ebel",
            "„Der Wald ist tot“",
        ),
        (
            "„Der Wald ist tot“, sagte Dieter Holm Ende März.",
            "Dieter Holm",
            "„Der Wald ist tot“",
        ),
        (
            "« Le budget passera », a assuré le député Hervé d’Estrel.",
            "Hervé d’Estrel",
            "« Le budget passera »",
        ),
        (
            "«Мы не пойдём», — сказал Ахмед эш-Шараф.",
            "Ахмед эш-Шараф",
            "«Мы не пойдём»",
        ),
    ]);
}
