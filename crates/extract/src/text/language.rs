//! Recognises English, and languages of which only direct speech is read, so that texts in others can be refused.

use crate::attribution::Tongue;
use crate::thresholds;

/// The commonest words of English prose.
const COMMON: &[&str] = &[
    "the", "of", "and", "to", "a", "in", "that", "is", "was", "he", "for", "it", "with", "as",
    "his", "on", "be", "at", "by", "i", "this", "had", "not", "are", "but", "from", "or", "have",
    "an", "they", "which", "you", "were", "her", "she", "would", "there", "their", "we", "him",
    "been", "has", "when", "who", "will", "said", "says",
];

/// Common words of languages that use the same letters, which English prose has none of. One sentence has too few words to
/// judge by those that are missing.
const FOREIGN: &[&str] = &[
    "der", "den", "und", "das", "von", "ist", "nicht", "sich", "auf", "mit", "eine", "le", "les",
    "des", "et", "du", "une", "est", "dans", "pour", "el", "los", "las", "que", "una", "por",
    "con", "il", "che", "di", "della", "het", "een", "och", "att", "som", "nie", "na", "uma",
];

/// The length of the longest word of both.
const LONGEST: usize = 5;

/// Whether a text looks like English, judged by the common words near its beginning. True for a text that is too
/// short to judge.
pub fn looks_english(text: &str) -> bool {
    if is_cyrillic(text) {
        return false;
    }
    let head = &text[..text.floor_char_boundary(thresholds::LANGUAGE_SAMPLE)];
    let (mut words, mut common, mut foreign) = (0usize, 0usize, 0usize);
    let letters = head.split(|c: char| !c.is_alphabetic());
    for word in letters.filter(|word| !word.is_empty()) {
        words += 1;
        let is_known = || COMMON.iter().any(|known| known.eq_ignore_ascii_case(word));
        common += usize::from(word.len() <= LONGEST && is_known());
        let is_foreign = || FOREIGN.iter().any(|known| known.eq_ignore_ascii_case(word));
        foreign += usize::from(word.len() <= LONGEST && is_foreign());
    }
    if words < thresholds::FEWEST_WORDS_OF_A_LANGUAGE {
        return common >= foreign || foreign < thresholds::FOREIGN_WORDS_OF_A_SENTENCE;
    }
    common as f32 >= thresholds::LEAST_SHARE_OF_COMMON_WORDS * words as f32
}

/// The common words of the languages whose direct speech is read, and of others that are like them, which must not be taken
/// for one of these. Our own lists.
#[rustfmt::skip]
const COMMON_ABROAD: &[(Option<Tongue>, &[&str])] = &[
    (Some(Tongue::Russian), &[
        "и", "в", "не", "на", "что", "с", "по", "это", "как", "к", "из", "у", "он", "она", "но", "его", "для", "мы", "они", "от",
        "за", "был", "была", "было", "были", "все", "так", "или", "же", "при", "который", "будет", "нет", "об", "о", "если", "есть",
    ]),
    (Some(Tongue::Ukrainian), &[
        "і", "й", "та", "в", "у", "не", "на", "що", "з", "із", "зі", "це", "як", "до", "він", "вона", "але", "його", "для", "ми",
        "вони", "від", "за", "був", "була", "було", "були", "всі", "так", "або", "при", "який", "буде", "немає", "про", "якщо", "є", "по",
    ]),
    // Bulgarian, Serbian, Macedonian, Belarusian.
    (None, &["и", "в", "на", "да", "се", "е", "от", "за", "са", "с", "че", "по", "не", "като", "ще", "това", "към", "беше", "при", "до", "му", "си"]),
    (None, &["и", "у", "на", "је", "да", "се", "за", "су", "од", "са", "не", "који", "као", "о", "то", "ће", "би", "што", "су", "из"]),
    (None, &["и", "на", "во", "да", "се", "за", "од", "со", "е", "не", "што", "ќе", "го", "ги", "дека", "сум", "беше", "како", "но"]),
    (None, &["і", "у", "ў", "на", "не", "што", "з", "да", "гэта", "як", "за", "па", "ён", "яна", "але", "яго", "для", "мы", "яны", "ад", "быў", "была", "каб"]),
    (Some(Tongue::German), &[
        "der", "die", "das", "und", "den", "von", "zu", "mit", "sich", "des", "auf", "für", "ist", "im", "dem", "nicht", "ein",
        "eine", "als", "auch", "es", "an", "werden", "aus", "er", "hat", "dass", "sie", "nach", "wird", "bei", "einer", "um",
        "am", "sind", "noch", "wie", "einem", "über", "so", "zum", "war", "haben", "nur", "oder", "aber", "vor", "zur", "bis",
        "wir", "ich", "wurde", "sei", "sagte", "in", "kein", "keine",
    ]),
    (Some(Tongue::French), &[
        "le", "la", "les", "de", "des", "du", "et", "en", "un", "une", "est", "que", "qui", "dans", "pour", "pas", "au", "aux",
        "sur", "par", "plus", "avec", "ce", "il", "elle", "ne", "se", "son", "sa", "ses", "nous", "vous", "ils", "cette", "mais",
        "ont", "été", "sont", "ou", "leur", "à", "a", "l", "d", "qu", "n", "c", "s", "y", "être", "fait", "deux", "après",
    ]),
    // Dutch, Spanish, Italian, Portuguese, Catalan, Romanian, Swedish and Danish, Luxembourgish, Polish.
    (None, &["de", "het", "een", "van", "en", "in", "is", "dat", "op", "te", "zijn", "voor", "met", "die", "niet", "aan", "er", "om", "ook", "als", "dan", "maar", "bij", "of", "uit", "naar", "heeft", "wordt", "werd", "hij", "ze", "door", "over"]),
    (None, &["de", "la", "que", "el", "en", "y", "a", "los", "se", "del", "las", "un", "por", "con", "una", "su", "para", "es", "al", "lo", "como", "más", "pero", "sus", "le", "ha", "no", "este", "fue"]),
    (None, &["di", "e", "il", "la", "che", "in", "a", "per", "un", "è", "una", "del", "non", "con", "le", "si", "da", "i", "della", "al", "dei", "lo", "ha", "sono", "nel", "alla", "anche", "ma", "più", "come", "gli"]),
    (None, &["de", "a", "o", "que", "e", "do", "da", "em", "um", "para", "com", "não", "uma", "os", "no", "se", "na", "por", "mais", "as", "dos", "como", "mas", "ao", "ele", "das", "foi", "é"]),
    (None, &["de", "la", "i", "que", "el", "a", "en", "els", "les", "per", "un", "una", "amb", "és", "del", "no", "al", "es", "ha", "va", "més", "dels", "com", "d", "l"]),
    (None, &["de", "și", "în", "la", "a", "cu", "pe", "o", "un", "nu", "care", "din", "este", "că", "se", "pentru", "sa", "au", "mai", "fost", "al", "ale"]),
    (None, &["och", "att", "det", "i", "en", "som", "på", "är", "av", "för", "med", "den", "til", "er", "og", "af", "ikke", "har", "de", "et", "var", "om", "vi"]),
    (None, &["de", "an", "d", "déi", "ass", "vun", "dat", "en", "op", "mat", "fir", "net", "eng", "sech", "och", "si", "hunn", "gëtt", "huet", "ze", "am", "vum", "den", "dem", "den", "mee", "nach", "bei", "well", "wann"]),
    (None, &["w", "i", "na", "z", "się", "nie", "do", "to", "że", "o", "jest", "za", "od", "po", "przez", "jak", "dla", "co", "ale", "był", "są"]),
];

/// Letters that one of the languages has and not the others that are written alike.
const LETTERS_ABROAD: &[(Tongue, &str, &str)] = &[
    (Tongue::Russian, "ыэё", "іїєґўјљњћђџѓќѕәңөүұқғһҗҳҷӣӯӏ"),
    (Tongue::Ukrainian, "іїєґ", "ыэёъўјљњћђџѓќѕәңөүұқғһҗҳҷӣӯӏ"),
];

/// The language of a text that is not in English, if its direct speech is read. It has to be certain: `None` also stands for
/// a text that may be in a language like it.
pub fn tongue_of(text: &str) -> Option<Tongue> {
    let head = &text[..text.floor_char_boundary(thresholds::LANGUAGE_SAMPLE)];
    let head = head.to_lowercase();
    if let Some(tongue) = tongue_by_letters(&head) {
        return Some(tongue);
    }
    let words: Vec<&str> = head
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .collect();
    let known = |list: &[&str]| words.iter().filter(|word| list.contains(word)).count();
    let counts: Vec<(Option<Tongue>, usize)> = COMMON_ABROAD
        .iter()
        .map(|(tongue, list)| (*tongue, known(list)))
        .collect();
    let most = counts.iter().map(|(_, count)| *count).max()?;
    let mut best = counts.iter().filter(|(_, count)| *count == most);
    let (tongue, others) = (best.next()?.0?, best.count());
    let letters = LETTERS_ABROAD.iter().find(|(one, ..)| *one == tongue);
    let lettered = letters.is_none_or(|(_, own, other)| {
        let count = |letters: &str| head.chars().filter(|c| letters.contains(*c)).count();
        let (own, other) = (count(own), count(other));
        own > thresholds::FOREIGN_LETTERS_FOR_EACH_OWN * other || own + other + others == 0
    });
    // Few common words are enough where the letters tell, too.
    let least = match letters {
        Some(_) => thresholds::LEAST_SHARE_OF_COMMON_WORDS / 2.0,
        None => thresholds::LEAST_SHARE_OF_COMMON_WORDS,
    };
    (lettered && (others == 0 || letters.is_some()) && most as f32 >= least * words.len() as f32)
        .then_some(tongue)
}

/// The language whose own letters a Cyrillic text has, and none of another's: enough for a text of one sentence, which may have
/// no common word.
fn tongue_by_letters(lower: &str) -> Option<Tongue> {
    let has = |letters: &str| lower.contains(|c| letters.contains(c));
    let mut fitting = LETTERS_ABROAD
        .iter()
        .filter(|(_, own, other)| has(own) && !has(other));
    let (tongue, ..) = fitting.next().filter(|_| is_cyrillic(lower))?;
    Some(*tongue)
}

/// Whether most letters near the beginning of a text are Cyrillic.
fn is_cyrillic(text: &str) -> bool {
    let head = &text[..text.floor_char_boundary(thresholds::LANGUAGE_SAMPLE)];
    let letters = || head.chars().filter(|c| c.is_alphabetic());
    let cyrillic = letters().filter(|c| ('\u{400}'..='\u{52f}').contains(c));
    cyrillic.count() * 2 > letters().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_languages_are_recognised() {
        let english = "The mayor of the small town said on Monday that she would not be at the meeting of the council \
                       because she had been asked to stay with her family for the whole of the week.";
        let german = "Die Bürgermeisterin der kleinen Stadt sagte am Montag, dass sie nicht an der Sitzung des Rates \
                      teilnehmen werde, weil sie gebeten worden sei, die ganze Woche bei ihrer Familie zu bleiben.";
        assert!(looks_english(english));
        assert!(!looks_english(german));
        assert!(looks_english("Non, merci."));
        assert!(!looks_english(
            "Der Betreiber sagte am Dienstag, die Fähre werde den Hafen nicht verlassen."
        ));
        assert!(looks_english("Der Spiegel: minister resigns"));
    }

    #[test]
    fn languages_whose_direct_speech_is_read_are_told_from_those_like_them() {
        for (text, tongue) in [
            (
                "Мэр заявил, что мост закрыт, и добавил, что это временно.",
                Some(Tongue::Russian),
            ),
            (
                "Міська голова заявила, що міст закрито, і додала, що це тимчасово.",
                Some(Tongue::Ukrainian),
            ),
            (
                "Die Fähre fährt am Montag wieder, sagte der Betreiber.",
                Some(Tongue::German),
            ),
            (
                "Le bac repart lundi, a dit le patron de la compagnie, et il est content.",
                Some(Tongue::French),
            ),
            (
                "Кметът заяви, че мостът е затворен, и добави, че това е временно.",
                None,
            ),
            (
                "Градоначелник је изјавио да је мост затворен и да је то привремено.",
                None,
            ),
            (
                "Мэр заявіў, што мост закрыты, і дадаў, што гэта часова.",
                None,
            ),
            ("«Мост закрыт», — заявил мэр.", Some(Tongue::Russian)),
            ("«Міст закрито», — каже мер.", Some(Tongue::Ukrainian)),
            ("«Көпір жабық», — деді қала әкімі.", None),
            (
                "De veerboot vaart maandag weer, zei de eigenaar van het bedrijf.",
                None,
            ),
            (
                "El alcalde dijo que el puente está cerrado y que no es por mucho tiempo.",
                None,
            ),
            (
                "Il sindaco ha detto che il ponte è chiuso e che non è per molto.",
                None,
            ),
            ("", None),
        ] {
            assert_eq!(tongue_of(text), tongue, "{text}");
        }
    }
}
