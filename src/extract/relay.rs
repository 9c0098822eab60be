//! Who relayed whose words: an attribution inside the content of another came through its source.

use super::candidate::Candidate;

/// For each attribution the others whose content holds it, nearest first.
pub fn relays(attributions: &[(Candidate, f32)]) -> Vec<Vec<usize>> {
    // Contents are short and cues are in order, so only neighbours can hold each other.
    const NEAR: usize = 8;
    (0..attributions.len())
        .map(|own| {
            let me = &attributions[own].0;
            let near = own.saturating_sub(NEAR)..(own + NEAR + 1).min(attributions.len());
            let mut holders: Vec<usize> = near
                .filter(|other| *other != own)
                .filter(|other| {
                    let other = &attributions[*other].0;
                    other.says(me.cue.start)
                        && me.shared(other) == me.content_len()
                        && me.content_len() < other.content_len()
                })
                .collect();
            holders.sort_by_key(|other| attributions[*other].0.content_len());
            holders
        })
        .collect()
}
