//! Word lists: titles, offices, first names, places and news media.

use super::names::Gender;

/// Titles before a name, which are no part of it, with the gender they imply.
#[rustfmt::skip]
pub(super) const TITLES: &[(&str, Gender)] = &[
    ("mr.", Gender::Male), ("mr", Gender::Male), ("sir", Gender::Male), ("lord", Gender::Male),
    ("mrs.", Gender::Female), ("mrs", Gender::Female), ("ms.", Gender::Female), ("ms", Gender::Female),
    ("miss", Gender::Female), ("lady", Gender::Female), ("dame", Gender::Female),
];

/// Offices, and other words before a name that describe the person.
#[rustfmt::skip]
pub(super) const OFFICES: &[&str] = &[
    "president", "vice-president", "minister", "secretary", "chancellor", "premier", "senator", "sen.", "rep.",
    "representative", "congressman", "congresswoman", "gov.", "governor", "mayor", "judge", "justice",
    "general", "gen.", "col.", "colonel", "lt.", "maj.", "major", "capt.", "captain", "sgt.", "admiral", "adm.",
    "dr.", "dr", "prof.", "prof", "professor", "rev.", "king", "queen", "prince", "princess", "pope", "chief", "chairman",
    "chairwoman", "chair", "director", "leader", "speaker", "spokesman", "spokeswoman", "spokesperson",
    "ambassador", "envoy", "commissioner", "attorney", "sheriff", "candidate", "nominee", "pm", "ceo",
    "adviser", "advisor", "aide", "analyst", "pollster", "strategist", "manager", "officer", "official",
    "editor", "reporter", "correspondent", "host", "anchor", "author", "lawyer", "economist", "historian",
    "scientist", "activist", "lawmaker", "businessman", "billionaire", "mogul", "congressional", "first",
    "deputy", "vice", "prime", "foreign", "defence", "defense", "press", "secretary-general", "state", "former",
    "republican", "democratic", "democrat", "coach", "actor", "actress", "singer", "journalist",
    "engineer", "councillor", "cllr", "cllr.", "councilman", "councilwoman", "councilor", "alderman", "assemblyman",
    "assemblywoman", "commander", "brigadier", "brig.", "lieutenant", "sergeant", "inspector", "superintendent",
    "constable", "detective", "bishop", "archbishop", "cardinal", "pastor", "imam", "rabbi", "magistrate", "prosecutor",
    "treasurer", "trustee", "principal", "headteacher", "surgeon", "registrar", "undersecretary", "hon.", "honourable",
    "marshal", "midwife", "trader", "owner", "founder", "co-founder", "shareholder", "steward",
];

/// Those of them that may be part of a name, as in "Foreign Office": they describe a person only before another
/// office.
#[rustfmt::skip]
pub(super) const HALF_OFFICES: &[&str] = &[
    "congressional", "first", "deputy", "vice", "prime", "foreign", "defence", "defense", "press", "state",
    "former", "republican", "democratic", "democrat", "general", "major", "king", "queen", "prince", "host",
    "chair",
];

/// First names that nearly always take "he". Short on purpose: the "Mr" and "she" of the text come first, and a wrong
/// guess costs more than none.
#[rustfmt::skip]
pub(super) const MALE_NAMES: &[&str] = &[
    "james", "john", "robert", "michael", "william", "david", "richard", "joseph", "thomas", "charles",
    "donald", "mark", "paul", "steven", "andrew", "kenneth", "george", "joshua", "kevin", "brian", "edward",
    "timothy", "jason", "jeffrey", "ryan", "jacob", "gary", "eric", "stephen", "jonathan", "larry", "justin",
    "scott", "brandon", "frank", "benjamin", "gregory", "samuel", "raymond", "patrick", "alexander", "jack",
    "dennis", "jerry", "tyler", "aaron", "peter", "vladimir", "volodymyr", "keir", "friedrich", "emmanuel",
    "barack", "bernie", "bill", "mike", "ted", "joe", "tim", "tom", "jim", "bob", "steve", "dan", "chris",
    "matt", "marco", "mitt", "newt", "rudy", "sergey", "dmitry", "yuri", "viktor", "recep", "xi", "narendra",
    "antonio", "carlos", "juan", "josé", "ahmed", "mohammed", "muhammad", "ali", "omar", "hassan", "andrii",
    "boris", "rishi", "nigel", "jeremy", "olaf", "harry",
];

/// First names that nearly always take "she".
#[rustfmt::skip]
pub(super) const FEMALE_NAMES: &[&str] = &[
    "mary", "patricia", "jennifer", "linda", "elizabeth", "barbara", "susan", "jessica", "sarah", "karen",
    "lisa", "nancy", "betty", "margaret", "sandra", "ashley", "kimberly", "emily", "donna", "michelle", "carol",
    "amanda", "melissa", "deborah", "stephanie", "rebecca", "laura", "sharon", "cynthia", "kathleen", "amy",
    "angela", "shirley", "anna", "brenda", "pamela", "emma", "nicole", "helen", "samantha", "katherine",
    "christine", "rachel", "hillary", "kellyanne", "melania", "ivanka", "chelsea", "karoline", "kaja", "ursula",
    "theresa", "giorgia", "olena", "kamala", "maria", "jill", "julia", "anne", "ann", "jane", "kate", "katie",
    "megyn", "loretta", "carly", "alicia", "lucy", "claire", "diana", "victoria", "heather", "olivia",
    "joan", "judith", "marine", "mette", "sanna",
];

/// Adjectives of places that do not simply begin like the place, with the place.
#[rustfmt::skip]
pub(super) const DEMONYMS: &[(&str, &str)] = &[
    ("american", "us"), ("u.s.", "us"), ("america", "us"), ("british", "uk"), ("britain", "uk"), ("u.k.", "uk"),
    ("french", "france"), ("german", "germany"), ("dutch", "netherlands"), ("spanish", "spain"),
    ("swiss", "switzerland"), ("turkish", "turkey"), ("polish", "poland"), ("greek", "greece"),
    ("chinese", "china"), ("irish", "ireland"), ("danish", "denmark"), ("swedish", "sweden"),
    ("finnish", "finland"), ("norwegian", "norway"), ("slovak", "slovakia"), ("czech", "czechia"),
    ("hungarian", "hungary"), ("ukrainian", "ukraine"), ("russian", "russia"), ("italian", "italy"),
    ("portuguese", "portugal"), ("japanese", "japan"), ("korean", "korea"), ("israeli", "israel"),
    ("iranian", "iran"), ("iraqi", "iraq"), ("syrian", "syria"), ("egyptian", "egypt"), ("mexican", "mexico"),
    ("canadian", "canada"), ("european", "europe"), ("indian", "india"), ("pakistani", "pakistan"),
    ("afghan", "afghanistan"), ("belgian", "belgium"), ("austrian", "austria"), ("romanian", "romania"),
    ("serbian", "serbia"), ("croatian", "croatia"), ("brazilian", "brazil"), ("estonian", "estonia"),
    ("latvian", "latvia"), ("lithuanian", "lithuania"), ("saudi", "saudi"), ("palestinian", "palestine"),
];

/// Days and months, which look like names and are none.
#[rustfmt::skip]
pub(super) const CALENDAR: &[&str] = &[
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february",
    "march", "april", "june", "july", "august", "september", "october", "november", "december", "jan.", "feb.",
    "aug.", "sept.", "oct.", "nov.", "dec.",
];

/// The last words of names of bodies, such as ministries, newspapers and parties.
#[rustfmt::skip]
pub(super) const BODIES: &[&str] = &[
    "house", "department", "party", "committee", "post", "times", "news", "university", "institute", "council",
    "ministry", "court", "journal", "states", "bank", "group", "corp.", "inc.", "union", "nations", "agency",
    "bureau", "service", "office", "commission", "association", "foundation", "center", "centre", "college",
    "school", "street", "city", "county", "senate", "congress", "army", "navy", "force", "guard", "police",
    "press", "network", "campaign", "coalition", "alliance", "federation", "league", "fund", "company", "co.",
    "reserve", "board", "authority", "administration", "government", "kremlin", "parliament", "watch",
    "tribune", "herald", "guardian", "organization", "organisation", "chamber", "corporation", "society", "trust",
    "hospital", "embassy", "museum", "church", "academy", "directorate", "secretariat", "tribunal", "assembly",
    "conference", "confederation", "registry", "inspectorate", "panel", "ombudsman", "laboratory",
];

/// Common nouns for bodies that are seldom the last word of a name.
#[rustfmt::skip]
pub(super) const COMMON_BODIES: &[&str] = &[
    "firm", "operator", "utility", "regulator", "charity", "club", "manufacturer", "airline", "retailer", "carrier",
    "supplier", "publisher", "watchdog", "ministry", "team", "startup", "contractor", "builder", "maker", "body",
    "organizer", "organiser", "insurer", "lender", "newspaper", "paper", "broadcaster", "regime", "coalition", "militia",
];

/// Bodies of [`BODIES`] whose field never follows with "for" or "on": "the House on Tuesday".
#[rustfmt::skip]
pub(super) const WITHOUT_FIELD: &[&str] = &[
    "house", "post", "times", "news", "street", "city", "county", "press", "states", "army", "navy", "police", "senate",
    "congress", "court", "kremlin", "parliament", "watch", "tribune", "herald", "guardian", "government", "corp.", "inc.",
    "co.", "company", "reserve", "nations", "group", "bank", "church", "hospital", "assembly",
];

/// What ministries and departments are for, as names of theirs join it by "and": "Health and Social Care".
#[rustfmt::skip]
pub(super) const FIELDS: &[&str] = &[
    "agriculture", "arts", "business", "care", "children", "climate", "commerce", "communications", "communities",
    "community", "competition", "construction", "co-operation", "cooperation", "culture", "customs", "defence", "defense", "development", "digital",
    "economic", "economy", "education", "employment", "energy", "environment", "equality", "families", "family", "finance",
    "fisheries", "food", "foreign", "forestry", "forests", "gender", "health", "heritage", "home", "housing", "human",
    "immigration", "industry", "information", "infrastructure", "innovation", "interior", "investment", "irrigation",
    "justice", "labor", "labour", "lands", "livestock", "local", "markets", "media", "migration", "mines", "mining",
    "natural", "oceans", "parks", "pensions", "planning", "ports", "prisons", "public", "regional", "research",
    "resources", "revenue", "roads", "rural", "safety", "sanitation", "science", "security", "shipping", "skills", "social",
    "sport", "sports", "statistics", "taxation", "technology", "telecommunications", "tourism", "trade", "transport",
    "transportation", "urban", "veterans", "water", "welfare", "wildlife", "women", "work", "works", "youth",
];

/// News media that one word names.
#[rustfmt::skip]
pub(super) const OUTLETS: &[&str] = &[
    "ABC", "AFP", "ANSA", "AP", "ARD", "Agence", "Axios", "BBC", "Bild", "Bloomberg", "Breitbart", "BuzzFeed",
    "C-SPAN", "CBS", "CNBC", "CNN", "DPA", "EFE", "Euronews", "Haaretz", "HuffPost", "ITV", "Interfax",
    "Kommersant", "LCI", "MSNBC", "Meduza", "NBC", "NPR", "Newsweek", "Nikkei", "PA", "PBS", "POLITICO",
    "Politico", "RAI", "RIA", "RT", "RTÉ", "RTE", "Reuters", "SRF", "Semafor", "Spiegel", "Suspilne", "TASS",
    "TF1", "Tass", "Telemundo", "Ukrinform", "Univision", "Vox", "Xinhua", "Yahoo", "ZDF",
];

/// The last words of names of news media that have two words or more.
#[rustfmt::skip]
pub(super) const OUTLET_ENDINGS: &[&str] = &[
    "Chronicle", "Daily", "Dispatch", "Economist", "Examiner", "Express", "Friends", "Gazette", "Globe",
    "Guardian", "Herald", "Independent", "Inquirer", "Jazeera", "Journal", "Magazine", "Mail", "Mirror",
    "Monde", "News", "Observer", "Post", "Press", "Radio", "Review", "Standard", "TV", "Telegraph",
    "Television", "Times", "Today", "Tribune", "Weekly",
];

/// News media that one word after "the" names.
#[rustfmt::skip]
pub(super) const OUTLETS_WITH_ARTICLE: &[&str] = &[
    "Atlantic", "Economist", "Guardian", "Independent", "Telegraph", "Times",
];

/// What news media are called: "state broadcaster Radio 7".
#[rustfmt::skip]
pub(super) const OUTLET_KINDS: &[&str] = &[
    "agency", "broadcaster", "channel", "daily", "magazine", "network", "newspaper", "outlet", "podcast",
    "station", "tabloid", "website", "weekly",
];
