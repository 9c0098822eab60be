//! Any bytes: read as an article, or refused; then no panic, and spans in range.

#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord::exchange::article;
use onrecord::extract::SHIPPED;

fuzz_target!(|bytes: &[u8]| {
    let Ok(article) = article::read(bytes) else {
        return;
    };
    let Ok(extractor) = SHIPPED.as_ref() else {
        panic!("the weights that ship are damaged");
    };
    let length = article.text.chars().count();
    for found in extractor.extract(&article.text) {
        assert!(!found.content.is_empty());
        let spans = found.content.iter().chain(&found.source).chain(&found.cue);
        for (start, end) in spans {
            assert!(start < end && *end <= length, "{start}..{end} of {length}");
        }
    }
});
