//! The time zone of the person who types.

use chrono_tz::{TZ_VARIANTS, Tz};

/// How alike a name has to be to be suggested, from 0 to 1.
const ALIKE: f64 = 0.8;

/// Other names of UTC.
const UTC: [Tz; 6] = [
    Tz::Etc__UTC,
    Tz::Etc__UCT,
    Tz::Etc__Universal,
    Tz::Etc__Zulu,
    Tz::UCT,
    Tz::Zulu,
];

/// The zone, by one name for UTC: there, times say themselves that they are.
pub(super) fn canonical(zone: Tz) -> Tz {
    if UTC.contains(&zone) { Tz::UTC } else { zone }
}

/// The zone of the system. `TZ` may hold more than a name; then it counts as UTC, as in other
/// programs.
pub(super) fn of_system() -> Tz {
    let system = match std::env::var_os("TZ") {
        Some(set) => set
            .to_str()
            .map(|set| set.trim_start_matches(':').to_owned()),
        None => iana_time_zone::get_timezone().ok(),
    };
    let zone = system.and_then(|name| name.parse().ok());
    zone.unwrap_or(Tz::UTC)
}

/// The zone with this name.
///
/// # Errors
/// Says that there is none, and which it may have been.
pub(super) fn named(name: &str) -> Result<Tz, String> {
    let alike = |zone: &&Tz| zone.name().eq_ignore_ascii_case(name);
    if let Some(zone) = TZ_VARIANTS.iter().find(alike) {
        return Ok(*zone);
    }
    let score = |zone: &Tz| strsim::jaro_winkler(&zone.name().to_lowercase(), &name.to_lowercase());
    let nearest = TZ_VARIANTS
        .iter()
        .max_by(|one, two| score(one).total_cmp(&score(two)))
        .filter(|zone| score(zone) >= ALIKE);
    Err(match nearest {
        Some(zone) => format!(
            "there is no time zone {name:?}; did you mean {}?",
            zone.name()
        ),
        None => format!("there is no time zone {name:?}; write one such as Europe/Berlin or UTC"),
    })
}
