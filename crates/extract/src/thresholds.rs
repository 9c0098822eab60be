//! Every number that was set by hand, apart from the features of the models, which are part of the weights.
//!
//! "Measured" gives what happens on PolNeAR when a number is halved or doubled, or changed as stated: the change of F1
//! (attribution@.5, all) on the development part, where differences below about 0.7 points may be chance, and how many
//! of the 17,193 attributions found in the training part change. "No effect" means that neither changes at all; such a
//! number bounds the time, or serves a form that the corpus hardly has and that tests cover.
//!
//! The weights were learned with the numbers for text, syntax, scan, cues and role model as they are here. After a
//! change to one of these, it is worth learning them again.

// Text.

/// The width in characters up to which the longest line of a text makes it hard-wrapped, so that its line breaks do not
/// end sentences. Longer lines are whole paragraphs. Measured: no effect, as the corpus has no hard-wrapped texts.
pub(crate) const WIDEST_WRAPPED_LINE: usize = 130;

/// The width from which a line can be a wrapped one. Shorter lines are headings, captions or items of a list.
/// Measured: no effect.
pub(crate) const NARROWEST_WRAPPED_LINE: usize = 50;

/// The number of tokens at which a sentence is cut. Lists and tables without full stops would otherwise make the
/// windows of the models, and so the time, grow without bound. Measured: −0.1 at 80, where 7 change; no effect at 320.
pub(crate) const LONGEST_SENTENCE: usize = 160;

/// The number of tokens within which a single quotation mark must be closed; otherwise it is an apostrophe.
/// Measured: no effect.
pub(crate) const LONGEST_SINGLE_QUOTATION: usize = 60;

/// The number of bytes by which the language of a text is judged.
pub(crate) const LANGUAGE_SAMPLE: usize = 20_000;

/// The number of words from which the language of a text can be judged.
pub(crate) const FEWEST_WORDS_OF_A_LANGUAGE: usize = 25;

/// The number of another language's common words from which a shorter text is in that language.
pub(crate) const FOREIGN_WORDS_OF_A_SENTENCE: usize = 2;

/// The share of common English words from which a text counts as English. Measured: half of the 936 articles of
/// PolNeAR and Wikinews have 0.36 or more, all but nine have 0.25, and the lowest 0.14.
pub(crate) const LEAST_SHARE_OF_COMMON_WORDS: f32 = 0.12;

/// How often a language may have letters that only languages like it have, for each of its own: quoted names have some.
pub(crate) const FOREIGN_LETTERS_FOR_EACH_OWN: usize = 3;

/// The likelihood of what rules read in a language that the parser does not know. Not measured: it is low, so that it goes
/// behind what was parsed, and no lower than the default threshold.
pub(crate) const LIKELIHOOD_BY_RULES: f32 = 0.3;

/// The number of bytes up to which a text is read together with others, so that memory stays small.
pub(crate) const LONGEST_TEXT_IN_BATCH: usize = 1 << 16;

/// The number of bytes from which a text is read in parts. No article is as long.
pub(crate) const LONGEST_PART: usize = 1 << 20;

// Syntax.

/// The steps up the tree within which the verb above a token is looked for. Measured: 7 change at 6, no effect at 24.
pub(crate) const VERB_ABOVE_STEPS: usize = 12;

// The scan and the cues.

/// The number of tokens after which the scan starts again at the next sentence. It bounds the memory.
/// Measured: one attribution more at 2000, no effect at 8000.
pub(crate) const SCAN_STRETCH: usize = 4000;

/// The probability by the scan from which a token is looked at as the beginning of a cue. A lower one finds more and
/// takes more time. Measured: +0.1 at 0.015, where 66 are lost and 139 are new; −0.1 at 0.045, where 68 are lost and 28
/// are new.
pub(crate) const LEAST_BELIEF: f32 = 0.03;

/// The same for colons and dashes. They are cues in transcripts and under pull quotes, which are so rare that the scan
/// gives them little probability. Measured: 7 new at half of it; at one and a half times, 3 are lost and 3 are new.
pub(crate) const LEAST_BELIEF_IN_SIGN: f32 = 0.015;

/// A cue goes on while the probability of its next token is at least this share of the one before.
/// Measured: −0.4 at 0.25, where 420 change; +0.1 at 0.75, where 390 change.
pub(crate) const CUE_GOES_ON: f32 = 0.5;

/// The largest number of tokens in a cue. Measured: +0.1 at 7, where 202 change; 5 change at 28.
pub(crate) const LONGEST_CUE: usize = 14;

// The role model.

/// The largest number of tokens in the window of a cue. It keeps the time linear in the length of the text.
/// Measured: ±0.0 at 140, direct speech −0.3, where 42 change; 3 change at 560.
pub(crate) const LONGEST_WINDOW: usize = 280;

/// The largest number of sentences before that of the cue that a quotation can bring into the window.
/// Measured: 51 change at 2, 10 change at 8.
pub(crate) const SENTENCES_BACK: usize = 4;

/// The number of tokens from the beginning of a sentence within which a colon may follow a speaker's name, so that the
/// rest of the paragraph is in the window. Measured: 1 is lost at 4, 6 are lost at 16.
pub(crate) const SPEAKER_LINE_REACH: usize = 8;

// The judge.

/// The number of readings before and after one among which its rivals are. It bounds the time. Measured: no effect.
pub(crate) const RIVAL_REACH: usize = 12;

/// The probability by the judge from which a reading is accepted. It was chosen with texts outside the training corpus
/// in view: docs/extraction.md has the figures.
pub(crate) const LEAST_LIKELY: f32 = 0.42;

/// The probability from which ", adding that …" is accepted.
pub(crate) const LEAST_CONTINUED: f32 = 0.25;

/// The curve that turns the judge's probabilities into likelihoods, on the scale of log odds. It was fitted to 46
/// documents of GUM (interviews, court transcripts and academic texts) before the models learned from them.
pub(crate) const CALIBRATION_SLOPE: f32 = 0.71;
/// See [`CALIBRATION_SLOPE`].
pub(crate) const CALIBRATION_SHIFT: f32 = -0.62;

/// The likelihood from which a reading with a source is accepted if it confirms, denies, agrees or declines. These are
/// rare in the corpus and matter most to a ledger. Measured: 30 more at 0.05, 23 fewer at 0.15. It found two or three
/// more of the 34 attributions of the founding article when it was introduced.
pub(crate) const LEAST_FIRM: f32 = 0.1;

/// How much less likely an outer attribution may be than an inner one to win over it. Measured: indirect speech −0.1 at
/// half of it, where 22 change; 4 change at one and a half times.
pub(crate) const OUTER_BONUS: f32 = 0.15;

/// The same for "according to", which nearly always governs the whole clause. Measured: 3 change at 0.25, no effect at
/// 0.75.
pub(crate) const ACCORDING_BONUS: f32 = 0.5;

// Nested attributions. The corpus does not mark them, so F1 falls with each one that is found.

/// The likelihood from which a nested attribution is among the surest. Measured: −0.1 at half of it, where 91 are new;
/// +0.1 at one and a half times, where 91 are lost.
pub(crate) const SUREST_NESTED: f32 = 0.55;

/// The same for firm cues, and within what a news outlet says. Measured: 6 more at half of it, 25 fewer at one and a
/// half times.
pub(crate) const SUREST_NESTED_IF_FIRM: f32 = 0.3;

/// The number of levels of nesting: "the agency cites a source as saying A told B that C agreed" has three.
/// Measured: of 1,858 attributions in dev with `Nesting::All`, one is lost at a single level, and none is new at six.
pub(crate) const DEEPEST_NESTING: usize = 3;

/// The number of tokens from which a content can hold an attribution. Measured: no effect at 1, 3 are lost at 6.
pub(crate) const SHORTEST_NESTING_CONTENT: usize = 3;

// Forms.

/// The likelihood of transcripts, signatures and citations: nearly everything of such a form is an attribution.
/// Measured: 3 change at half of it, no effect at 0.99.
pub(crate) const FORM_LIKELIHOOD: f32 = 0.9;

/// The number of tokens within which a line of a transcript has the colon after its speaker. Measured: 1 is lost at 4, no
/// effect at 18.
pub(crate) const LONGEST_SPEAKER_LABEL: usize = 9;

/// The largest number of tokens in a signature with its dash. Measured: no effect.
pub(crate) const LONGEST_SIGNATURE: usize = 14;

/// The largest number of sentences in the quotation above a signature. It bounds the time. Measured: no effect.
pub(crate) const MOST_SIGNED_SENTENCES: usize = 40;

/// The largest number of tokens that name the person cited. Measured: no effect.
pub(crate) const LONGEST_CITED_SOURCE: usize = 16;

/// The number of tokens after a citation within which the "that" of its content is looked for. Measured: no effect at 3,
/// 2 change at 12.
pub(crate) const CITED_THAT_REACH: usize = 6;

/// The likelihood of a withheld confirmation. It is high enough for a nested one to be among the surest.
/// Measured: no effect.
pub(crate) const WITHHELD_LIKELIHOOD: f32 = 0.6;

/// The largest number of tokens in "Neither the club nor the player" before its verb. Measured: no effect.
pub(crate) const LONGEST_PAIR: usize = 14;

/// The number of tokens after "did not respond" within which the "about" of the question is looked for.
/// Measured: 1 is lost at 3, 2 are new at 14.
pub(crate) const LONGEST_REQUEST: usize = 7;

/// The largest number of adverbs between an auxiliary and its negation or verb. Measured: no effect.
pub(crate) const MOST_ADVERBS: usize = 3;

/// The probability of speech whose speaker comes after it, by its form.
pub(crate) const TRAILING_LIKELIHOOD: f32 = 0.85;

/// The least probability of a verb of speech with a subject and a clause after it.
pub(crate) const SAYING_LIKELIHOOD: f32 = 0.6;

/// The least probability of "…, but the union denied that …" after it was separated from what was said before.
pub(crate) const SEPARATE_LIKELIHOOD: f32 = 0.6;

/// The largest number of tokens that name such a speaker.
pub(crate) const LONGEST_TRAILING_SOURCE: usize = 14;

/// The likelihood of announced speech. Measured: no effect.
pub(crate) const ANNOUNCED_LIKELIHOOD: f32 = 0.6;

/// The largest number of tokens between the verb that announces speech and its colon. Measured: no effect.
pub(crate) const LONGEST_ADDRESS: usize = 12;

/// The number of tokens from which a paragraph can be announced speech. Shorter ones are headings or items of a list.
/// Measured: no effect.
pub(crate) const SHORTEST_BLOCK: usize = 5;

/// The number of paragraphs within which an announced quotation must be closed. Measured: no effect.
pub(crate) const MOST_QUOTED_PARAGRAPHS: usize = 6;

// Who. These do not change which attributions are found, but whose they are. "Change" means another speaker.

/// The number of tokens before or after a name within which words can describe its bearer. Measured: 15 change at 3, 2
/// change at 12.
pub(crate) const DESCRIPTION_REACH: usize = 6;

/// The most tokens of a dateline.
pub(crate) const DATELINE_REACH: usize = 16;

/// The largest number of describing words kept for an entity. It bounds the time. Measured: no effect.
pub(crate) const MOST_ROLES: usize = 24;

/// The largest number of entities that share the last word of a name. It bounds the time. Measured: no effect.
pub(crate) const MOST_NAMESAKES: usize = 16;

/// The number of tokens after "did not respond" among which the request is.
pub(crate) const REQUEST_REACH: usize = 8;

/// The largest number of tokens in "According to the harbour master of the island, Ann Lee," and their like.
pub(crate) const LONGEST_FRAME: usize = 28;

/// The largest number of tokens that name the speaker right after a quotation: "…?” the mayor demanded".
pub(crate) const LONGEST_TAG: usize = 8;

/// The largest number of tokens in "in a statement late on Monday".
pub(crate) const LONGEST_CIRCUMSTANCE: usize = 9;

/// The largest number of tokens between "put" and the "at" of "put the cost to the economy at £25m".
pub(crate) const LONGEST_MEASURED: usize = 14;

/// The largest number of tokens between that "at" and the number.
pub(crate) const NUMBER_REACH: usize = 5;

/// The number of initials from which they may stand for a name.
pub(crate) const SHORTEST_INITIALS: usize = 3;

/// The number of tokens on either side of "the Food and Drug Administration" in which "Food" may be named by itself. It
/// bounds the time.
pub(crate) const ALONE_REACH: usize = 2_000;

/// The number of mentions before a family name among which its bearer is named. In a paragraph with more, it is not
/// settled. It bounds the time.
pub(crate) const NAMESAKE_REACH: usize = 80;

/// How many times as often the text has named one bearer of a family name as one whom it names in passing.
pub(crate) const PASSING_SHARE: usize = 10;

/// The number of verbs among which the subject of a cue without a source is looked for. Measured: no effect.
pub(crate) const DOER_STEPS: usize = 4;

/// The number of tokens before a name within which an "and" joins it to the speaker before. Measured: no effect at 2; at
/// 10, two attributions have other relayers.
pub(crate) const CONJUNCTION_REACH: usize = 5;

/// The number of mentions before a pronoun among which its antecedent is. Measured: 38 change at 20, 11 change at 80.
pub(crate) const PRONOUN_REACH: usize = 40;

/// The most entities to choose from for a pronoun that may mean several.
pub(crate) const MOST_PRONOUN_CHOICES: usize = 3;

/// The number of sentences before "they" in which its plural subject is looked for.
pub(crate) const PLURAL_SENTENCES: usize = 2;

/// The number of sentences before "it" in which its body is looked for.
pub(crate) const BODY_SENTENCES: usize = 2;

/// The points by which the antecedent of "he" or "she" is chosen. Measured with each set to 0, and doubled.
pub(crate) mod pronoun {
    /// For each sentence between the mention and the pronoun. Measured: 321 and 79 change.
    pub(crate) const PER_SENTENCE_BACK: i64 = -2;
    /// Sentences further back do not count. Measured: 1 changes at 18.
    pub(crate) const MOST_SENTENCES_BACK: i64 = 9;
    /// If the mention is a subject. Measured: 189 and 173 change.
    pub(crate) const SUBJECT: i64 = 5;
    /// If the entity spoke last. Measured: 265 and 83 change.
    pub(crate) const LAST_SPEAKER: i64 = 3;
    /// If the gender of the entity is known and fits. Measured: 86 and 97 change.
    pub(crate) const GENDER_KNOWN: i64 = 2;
    /// If the mention is in the paragraph of the pronoun. Measured: 63 and 40 change.
    pub(crate) const SAME_PARAGRAPH: i64 = 2;
    /// If the entity is a person with a name. Measured: 25 and 19 change.
    pub(crate) const NAMED_PERSON: i64 = 1;
    /// If the mention is in a quotation. Measured: 25 and 4 change.
    pub(crate) const QUOTED: i64 = -7;
    /// By how much the best must lead for the pronoun to be settled.
    pub(crate) const MARGIN: i64 = 3;
    /// The points from which the best is settled.
    pub(crate) const LEAST: i64 = -6;
}

/// The largest number of tokens between a name and the "who" that means it. Measured: 12 change at 1, 34 change at 4.
pub(crate) const RELATIVE_GAP: usize = 2;

/// The number of tokens before "who" within which its noun is looked for. Measured: 13 change at 3, 4 change at 12.
pub(crate) const RELATIVE_REACH: usize = 6;

/// The number of mentions before "the minister" among which the entity that it describes is looked for. It bounds the
/// time. Measured: no effect.
pub(crate) const DESCRIBED_REACH: usize = 400;

/// The number of tokens within which "As Ann Lee writes" has its verb. Measured: no effect at 4; at 16, two attributions
/// have other relayers.
pub(crate) const COLLEAGUE_REACH: usize = 8;

/// The number of tokens after ", the agency reports" within which the sentence or the clause must end.
/// Measured: no effect.
pub(crate) const CLOSING_REACH: usize = 4;

/// The number of tokens after "told" within which the listener must be named. Measured: no effect.
pub(crate) const LISTENER_REACH: usize = 3;

// Meaning. These do not change which attributions are found, but for the likelihood of what was not said. "Change"
// means another stance, or another mode.

/// The largest likelihood of what the text does not say was said: "will say", "nobody said", "asked whether".
pub(crate) const UNSAID_LIKELIHOOD: f32 = 0.2;

/// The number of tokens before the "to" of an infinitive within which the word is that puts it ahead: "is expected
/// later today to announce".
pub(crate) const FAR_REACH: usize = 4;

/// The number of tokens before a participle within which its auxiliary is: "has repeatedly been accused".
pub(crate) const PASSIVE_REACH: usize = 4;

/// The number of tokens with their marks up to which words in single quotation marks are a term or a title and not
/// speech. Measured: 51 change at 3, 32 change at 12.
pub(crate) const LONGEST_TERM: usize = 6;

/// The number of tokens before a cue within which a negation belongs to it. Measured: 5 change at 2, 5 change at 8.
pub(crate) const NEGATION_REACH: usize = 4;

/// The number of tokens of the content in which the verb of "refused to say" is looked for. Measured: 9 change at 1, no
/// effect at 6.
pub(crate) const REFUSED_VERB_REACH: usize = 3;

/// The number of tokens of the content in which the verb of "it could not confirm" is looked for. Measured: no effect.
pub(crate) const WITHHELD_VERB_REACH: usize = 6;

/// The number of tokens within which a content begins as an opinion: "they believed that …". Measured: 40 change at 3, 60
/// change at 12.
pub(crate) const OPINION_REACH: usize = 6;

/// The number of tokens in which a content is weakened by words such as "may". Measured: 139 change at 7, 109 change at
/// 28.
pub(crate) const WEAKENER_REACH: usize = 14;
