//! Word lists of the draft.

/// Words in the names of bodies.
#[rustfmt::skip]
pub(super) const BODY_WORDS: &[&str] = &[
    "union", "federation", "department", "ministry", "party", "committee", "commission", "council", "court", "agency",
    "authority", "board", "institute", "university", "college", "school", "hospital", "bank", "group", "company", "co",
    "corp", "inc", "ltd", "plc", "holdings", "line", "lines", "ports", "port", "association", "alliance", "coalition",
    "centre", "center", "foundation", "trust", "society", "office", "service", "services", "police", "army", "navy",
    "house", "parliament", "senate", "congress", "assembly", "treasury", "press", "news", "times", "herald", "post",
    "chronicle", "gazette", "courier", "guardian", "tribune", "ledger", "radio", "fm", "tv", "world", "united",
    "international", "national", "global", "energy", "airlines", "airways", "rail", "railways", "foods", "farms", "media",
    "systems", "industries", "partners", "capital", "fund", "network", "club", "organization", "organisation", "team",
    "fc", "city", "county", "province", "state", "republic", "kingdom", "street", "water", "power", "labs", "laboratory",
    "laboratories", "health", "maritime", "shipping", "logistics", "motors", "mining", "mines", "resources", "campaign",
];

/// Those that are bodies of a state.
#[rustfmt::skip]
pub(super) const GOVERNMENT_WORDS: &[&str] = &[
    "government", "department", "ministry", "police", "treasury", "council", "parliament", "court", "army", "navy",
    "military", "agency", "commission", "cabinet", "kremlin", "embassy", "senate", "congress", "authority", "regulator",
    "inspectorate", "coastguard", "prosecutor", "prosecutors", "city", "county", "administration", "presidency",
];

/// Words in the names of news media.
#[rustfmt::skip]
pub(super) const MEDIA_WORDS: &[&str] = &[
    "press", "news", "times", "herald", "post", "chronicle", "gazette", "courier", "guardian", "tribune", "ledger",
    "radio", "fm", "tv", "bbc", "cnn", "reuters", "afp", "newspaper", "broadcaster", "journal", "telegraph", "mirror",
    "observer", "examiner", "dispatch", "bulletin", "daily", "weekly",
];

/// Nouns for people spoken of together.
#[rustfmt::skip]
pub(super) const PLURAL_PEOPLE: &[&str] = &[
    "families", "workers", "residents", "members", "lawmakers", "ministers", "leaders", "protesters", "campaigners",
    "farmers", "teachers", "doctors", "nurses", "parents", "students", "critics", "supporters", "experts", "scientists",
    "economists", "analysts", "dockers", "drivers", "traders", "investors", "shareholders", "relatives", "neighbours",
];

/// Words that begin the description of somebody unnamed.
#[rustfmt::skip]
pub(super) const UNNAMED_ARTICLES: &[&str] = &[
    "a", "an", "one", "two", "three", "four", "several", "some", "another", "many", "few", "other",
];

/// Nouns for a company.
#[rustfmt::skip]
pub(super) const CORPORATE: &[&str] = &[
    "company", "firm", "operator", "business", "employer", "corporation", "group", "maker", "manufacturer", "owner",
    "developer", "producer", "carrier", "retailer", "supplier", "contractor", "brand", "chain", "club", "bank",
];

/// Nouns for those who speak for what they head.
#[rustfmt::skip]
pub(super) const HEADING_ROLES: &[&str] = &[
    "executive", "ceo", "boss", "chairman", "chairwoman", "chair", "president", "director", "director-general",
    "secretary", "minister", "spokesman", "spokeswoman", "spokesperson", "head", "leader", "governor", "mayor",
    "commissioner", "ambassador", "chancellor", "premier", "chief", "founder", "owner", "superintendent", "principal",
    "dean", "representative", "convener", "convenor", "president-elect", "administrator", "coroner", "regulator",
];

/// Nouns for what somebody is without speaking for a body.
#[rustfmt::skip]
pub(super) const OTHER_ROLES: &[&str] = &[
    "steward", "master", "analyst", "professor", "economist", "researcher", "lawyer", "mp", "lawmaker", "senator",
    "councillor", "driver", "worker", "nurse", "doctor", "engineer", "farmer", "teacher", "virologist", "epidemiologist",
    "scientist", "inspector", "manager", "consultant", "editor", "correspondent", "fisherman", "resident", "officer",
    "member", "campaigner", "activist", "physician", "veterinarian", "vet", "expert", "historian", "owner",
    "prosecutor", "judge", "agent", "coach", "striker", "goalkeeper", "detective", "investigator", "surgeon", "midwife",
    "pilot", "trader", "banker", "accountant", "auditor", "clerk", "barrister", "solicitor", "attorney", "negotiator",
    "treasurer", "architect", "geologist", "chemist", "biologist", "hydrologist", "author", "journalist", "colleague",
];

/// Words before a role that take its voice away.
pub(super) const NOT_SPEAKING: &[&str] = &[
    "shadow",
    "former",
    "opposition",
    "ex",
    "deposed",
    "onetime",
    "then",
];

/// Nouns for the head of a body that newsrooms use for each other, one group a line.
pub(super) const SAME_ROLES: &[&[&str]] = &[
    &[
        "boss",
        "chief",
        "executive",
        "ceo",
        "head",
        "chairman",
        "chairwoman",
        "director",
    ],
    &[
        "leader",
        "secretary",
        "president",
        "chair",
        "head",
        "convener",
        "convenor",
    ],
];
